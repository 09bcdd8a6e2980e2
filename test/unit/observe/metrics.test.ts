import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../../src/observe/metrics.ts';
import type { QueueDepth } from '../../../src/types/store.ts';

const NOW = Date.parse('2026-11-22T08:00:00Z');

function create(queueDepths: () => Promise<readonly QueueDepth[]> = async () => []) {
  return createMetrics({ queueDepths, clock: () => NOW });
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
    metrics.countDeliveryAttempt('province', 'transient', 250);
    const { body } = await metrics.render();
    expect(body).toContain('lienthong_submissions_total{format="claim-xml",state="partly-accepted"} 1\n');
    expect(body).toContain('lienthong_records_total{format="claim-xml",state="quarantined"} 1\n');
    expect(body).toContain('lienthong_delivery_attempts_total{destination="province",outcome="transient"} 1\n');
    expect(body).toContain('lienthong_stage_duration_seconds_sum{stage="forward",outcome="failed"} 0.25\n');
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
  const depth = (state: QueueDepth['state'], count: number, ageMs: number | null): QueueDepth => ({
    destination: 'province',
    state,
    count,
    oldestQueuedAt: ageMs === null ? null : NOW - ageMs,
  });

  it('show depth by state and the age of the oldest that waits, asking once a scrape', async () => {
    let asked = 0;
    const metrics = create(async () => {
      asked += 1;
      return [depth('queued', 3, 2_500), depth('parked', 1, 90_000), depth('sending', 2, null)];
    });
    const { body } = await metrics.render();
    expect(body).toContain('lienthong_queue_depth{destination="province",state="queued"} 3\n');
    expect(body).toContain('lienthong_queue_depth{destination="province",state="parked"} 1\n');
    expect(body.match(/^lienthong_queue_oldest_seconds\{.*$/gm)).toEqual([
      'lienthong_queue_oldest_seconds{destination="province"} 2.5',
    ]);
    expect(asked).toBe(1);
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
