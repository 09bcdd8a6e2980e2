import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../../src/observe/metrics.ts';
import type { DestinationStanding, QueueDepth } from '../../../src/types/delivery.ts';

const NOW = Date.parse('2026-11-22T08:00:00Z');

function create(
  queueDepths: (now: number) => Promise<readonly QueueDepth[]> = async () => [],
  standings: readonly DestinationStanding[] = [],
) {
  return createMetrics({ queueDepths, standings: () => standings, clock: () => NOW });
}

/** Sample lines of one metric. */
async function samplesOf(metrics: ReturnType<typeof create>, name: string): Promise<string[]> {
  const { body } = await metrics.render();
  return body.split('\n').filter((line) => line.startsWith(`${name}{`));
}

describe('createMetrics', () => {
  it('counts and times passes through a stage', async () => {
    const metrics = create();
    metrics.startStage('decode')('ok');
    metrics.startStage('decode')('ok');
    metrics.startStage('decode')('refused');
    expect(await samplesOf(metrics, 'lienthong_stage_duration_seconds_count')).toEqual([
      'lienthong_stage_duration_seconds_count{stage="decode",outcome="ok"} 2',
      'lienthong_stage_duration_seconds_count{stage="decode",outcome="refused"} 1',
    ]);
    expect(await samplesOf(metrics, 'lienthong_stage_duration_seconds_bucket')).not.toEqual([]);
  });

  it('counts HTTP exchanges by route pattern', async () => {
    const metrics = create();
    metrics.startRequest()({ route: '/submissions/:id', method: 'GET', status: 200 });
    metrics.startRequest()({ route: '/submissions', method: 'POST', status: 'aborted' });
    expect(await samplesOf(metrics, 'lienthong_http_request_duration_seconds_count')).toEqual([
      'lienthong_http_request_duration_seconds_count{route="/submissions/:id",method="GET",status="200"} 1',
      'lienthong_http_request_duration_seconds_count{route="/submissions",method="POST",status="aborted"} 1',
    ]);
  });

  it('counts submissions, records and delivery attempts', async () => {
    const metrics = create();
    metrics.countSubmission('claim-xml', 'partly-accepted');
    metrics.countRecord('claim-xml', 'accepted');
    metrics.countRecord('claim-xml', 'quarantined');
    metrics.countDeliveryAttempt({ destination: 'province', outcome: 'transient', durationMs: 250 });
    metrics.countWebhookCall('failed');
    const { body } = await metrics.render();
    expect(body).toContain('lienthong_submissions_total{format="claim-xml",state="partly-accepted"} 1\n');
    expect(body).toContain('lienthong_records_total{format="claim-xml",state="quarantined"} 1\n');
    expect(body).toContain('lienthong_delivery_attempts_total{destination="province",outcome="transient"} 1\n');
    expect(body).toContain('lienthong_webhook_calls_total{outcome="failed"} 1\n');
    expect(body).toContain('lienthong_stage_duration_seconds_sum{stage="forward",outcome="failed"} 0.25\n');
  });

  it('tells how long deliveries waited, and counts those that came late', async () => {
    const metrics = create();
    const attempt = { destination: 'province', outcome: 'delivered', durationMs: 40 } as const;
    metrics.countDeliveryAttempt({ ...attempt, delivered: { waitedMs: 2_000, isLate: false } });
    metrics.countDeliveryAttempt({ ...attempt, delivered: { waitedMs: 20_000_000, isLate: true } });
    metrics.countDeliveryAttempt({ ...attempt, outcome: 'refused' });
    expect(await samplesOf(metrics, 'lienthong_delivered_late_total')).toEqual([
      'lienthong_delivered_late_total{destination="province"} 1',
    ]);
    const { body } = await metrics.render();
    expect(body).toContain('lienthong_delivery_wait_seconds_bucket{le="5",destination="province"} 1\n');
    expect(body).toContain('lienthong_delivery_wait_seconds_bucket{le="28800",destination="province"} 2\n');
    expect(body).toContain('lienthong_delivery_wait_seconds_sum{destination="province"} 20002\n');
  });

  it('has the metrics of the process, in a registry of its own', async () => {
    const [one, other] = [create(), create()];
    one.countRecord('fhir-json', 'accepted');
    const { contentType, body } = await other.render();
    expect(contentType).toContain('text/plain');
    expect(body).toContain('process_cpu_seconds_total');
    expect(await samplesOf(other, 'lienthong_records_total')).toEqual([]);
  });
});

describe('queue gauges', () => {
  const depth = (state: QueueDepth['state'], count: number, ageMs: number | null, late = 0): QueueDepth => ({
    destination: 'province',
    state,
    count,
    oldestQueuedAt: ageMs === null ? null : NOW - ageMs,
    late,
  });

  it('show depth by state and the age of the oldest that waits, asking once a scrape', async () => {
    let asked = 0;
    const metrics = create(async (now) => {
      expect(now).toBe(NOW);
      asked += 1;
      return [depth('queued', 3, 2_500), depth('parked', 1, 90_000, 1), depth('sending', 2, null)];
    });
    const { body } = await metrics.render();
    expect(body).toContain('lienthong_queue_late{destination="province",state="queued"} 0\n');
    expect(body).toContain('lienthong_queue_late{destination="province",state="parked"} 1\n');
    expect(body).toContain('lienthong_queue_depth{destination="province",state="queued"} 3\n');
    expect(body).toContain('lienthong_queue_depth{destination="province",state="parked"} 1\n');
    expect(body.match(/^lienthong_queue_oldest_seconds\{.*$/gm)).toEqual([
      'lienthong_queue_oldest_seconds{destination="province"} 2.5',
    ]);
    expect(asked).toBe(1);
  });

  it('count what has an unknown end among what waits', async () => {
    const metrics = create(async () => [
      depth('queued', 1, 2_000),
      depth('unknown', 1, 7_000),
      depth('refused', 1, 9_000),
    ]);
    expect(await samplesOf(metrics, 'lienthong_queue_oldest_seconds')).toEqual([
      'lienthong_queue_oldest_seconds{destination="province"} 7',
    ]);
  });

  it('forget what is no longer there', async () => {
    const answers = [[depth('queued', 3, 1_000)], []];
    const metrics = create(async () => answers.shift() ?? []);
    await metrics.render();
    expect(await samplesOf(metrics, 'lienthong_queue_depth')).toEqual([]);
    expect(await samplesOf(metrics, 'lienthong_queue_oldest_seconds')).toEqual([]);
  });

  it('are left out when the store does not answer, and the other figures stay', async () => {
    const metrics = create(() => Promise.reject(new Error('store down')));
    metrics.countRecord('fhir-json', 'accepted');
    expect(await samplesOf(metrics, 'lienthong_queue_depth')).toEqual([]);
    expect(await samplesOf(metrics, 'lienthong_records_total')).toHaveLength(1);
  });
});

describe('destination gauges', () => {
  it('show breaker, concurrency, stop and maintenance', async () => {
    const standing: DestinationStanding = {
      destination: 'province',
      breaker: 'half-open',
      concurrencyLimit: 3,
      running: 1,
      isStopped: true,
      inMaintenance: false,
      breakerSince: null,
    };
    const { body } = await create(async () => [], [standing]).render();
    expect(body.match(/^lienthong_destination_.*$/gm)).toEqual([
      'lienthong_destination_breaker{destination="province",state="closed"} 0',
      'lienthong_destination_breaker{destination="province",state="half-open"} 1',
      'lienthong_destination_breaker{destination="province",state="open"} 0',
      'lienthong_destination_concurrency_limit{destination="province"} 3',
      'lienthong_destination_running{destination="province"} 1',
      'lienthong_destination_stopped{destination="province"} 1',
      'lienthong_destination_maintenance{destination="province"} 0',
    ]);
  });
});
