/** One line of a panel: PromQL and its legend. */
type Query = readonly [expr: string, legend: string];

/** What a panel shows, as people edit it; `build-dashboard.ts` makes Grafana's JSON of it. */
export interface Panel {
  /** Vietnamese, then English. */
  readonly title: readonly [vi: string, en: string];
  readonly kind: 'timeseries' | 'stat' | 'bargauge';
  /** Of 24. */
  readonly width: number;
  /** Of Grafana's list of units. */
  readonly unit: string;
  readonly queries: readonly Query[];
  readonly stacked?: boolean;
  /** From which value on it is yellow, then red; the other way round when the first is the greater one. */
  readonly thresholds?: readonly [warning: number, critical: number];
}

export interface Row {
  readonly title: readonly [vi: string, en: string];
  readonly panels: readonly Panel[];
}

const RATE = '[$__rate_interval]';
const TO = '{destination=~"$destination"}';
/** Of the gateway's processes only: others may export the same default metrics. */
const OURS = 'and on (job, instance) lienthong_ready';
const share = (part: string, whole: string) =>
  `max(sum without (cohort) (lienthong_coverage_facilities{standing="${part}"})) / max(sum without (cohort) (lienthong_coverage_facilities{standing="${whole}"}))`;
const quantile = (q: number, metric: string, labels: string, by: string) =>
  `histogram_quantile(${q}, sum by (${by}) (rate(${metric}_bucket${labels}${RATE})))`;

/** What several replicas read from one store is taken once (`max`); what each counts for itself is added up (`sum`). */
export const ROWS: readonly Row[] = [
  {
    title: ['Tiếp nhận', 'Intake'],
    panels: [
      {
        title: ['Hồ sơ mỗi phút, theo kết quả', 'Records a minute, by outcome'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        stacked: true,
        queries: [[`sum by (state) (rate(lienthong_records_total${RATE})) * 60`, '{{state}}']],
      },
      {
        title: ['Lượt gửi mỗi phút, theo dạng', 'Submissions a minute, by format'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        stacked: true,
        queries: [[`sum by (format) (rate(lienthong_submissions_total${RATE})) * 60`, '{{format}}']],
      },
      {
        title: ['Thời gian trả lời khi gửi', 'Time to answer a submission'],
        kind: 'timeseries',
        width: 8,
        unit: 's',
        queries: [0.5, 0.95, 0.99].map((q) => [
          quantile(q, 'lienthong_http_request_duration_seconds', '{method="POST"}', 'le'),
          `p${q * 100}`,
        ]),
      },
      {
        title: ['Lượt gọi mỗi giây, theo mã trả lời', 'Calls a second, by status'],
        kind: 'timeseries',
        width: 8,
        unit: 'reqps',
        stacked: true,
        queries: [[`sum by (status) (rate(lienthong_http_request_duration_seconds_count${RATE}))`, '{{status}}']],
      },
      {
        title: ['Thời gian từng công đoạn', 'Time in each stage'],
        kind: 'timeseries',
        width: 8,
        unit: 's',
        queries: [
          [
            `sum by (stage) (rate(lienthong_stage_duration_seconds_sum${RATE})) / sum by (stage) (rate(lienthong_stage_duration_seconds_count${RATE}))`,
            '{{stage}}',
          ],
        ],
      },
      {
        title: ['Bị từ chối vì vượt hạn mức (15 phút)', 'Turned away: over quota (15 minutes)'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        queries: [['sum(increase(lienthong_http_request_duration_seconds_count{status="429"}[15m]))', '429']],
      },
    ],
  },
  {
    title: ['Bao phủ', 'Coverage'],
    panels: [
      {
        title: ['Đã chứng minh', 'Proven'],
        kind: 'stat',
        width: 4,
        unit: 'percentunit',
        queries: [[share('proven', 'in-scope'), '']],
      },
      {
        title: ['Đã công bố', 'Announced'],
        kind: 'stat',
        width: 4,
        unit: 'percentunit',
        queries: [[share('announced', 'in-scope'), '']],
      },
      {
        title: ['Lượt khám chữa bệnh có bệnh án điện tử', 'Encounters with an EMR'],
        kind: 'stat',
        width: 4,
        unit: 'percentunit',
        queries: [
          [
            'max(sum without (cohort) (lienthong_coverage_encounters{kind="emr"})) / max(sum without (cohort) (lienthong_coverage_encounters{kind="expected"}))',
            '',
          ],
        ],
      },
      {
        title: ['Cơ sở im lặng', 'Silent facilities'],
        kind: 'bargauge',
        width: 4,
        unit: 'short',
        queries: [['max by (silence) (lienthong_facilities_silent)', '{{silence}}']],
      },
      {
        title: ['Ngày chốt gần nhất, cách đây', 'Age of the newest closed day'],
        kind: 'stat',
        width: 4,
        unit: 's',
        thresholds: [93_600, 172_800],
        queries: [['time() - max(lienthong_coverage_closed_timestamp_seconds)', '']],
      },
      {
        title: ['Báo cáo tháng trước đã chốt', "Last month's report is frozen"],
        kind: 'stat',
        width: 4,
        unit: 'bool_yes_no',
        queries: [['max(lienthong_report_last_month_frozen)', '']],
      },
      {
        title: ['Cơ sở theo nấc', 'Facilities by stage'],
        kind: 'timeseries',
        width: 12,
        unit: 'short',
        stacked: true,
        queries: [['max by (stage) (lienthong_facilities_stage)', '{{stage}}']],
      },
      {
        title: ['Công bố và chứng minh, theo nhóm', 'Announced and proven, by cohort'],
        kind: 'timeseries',
        width: 12,
        unit: 'short',
        queries: [
          [
            'max by (cohort, standing) (lienthong_coverage_facilities{standing=~"in-scope|announced|proven"})',
            '{{cohort}}: {{standing}}',
          ],
          ['max by (cohort) (lienthong_coverage_expected_unknown)', '{{cohort}}: expected unknown'],
        ],
      },
    ],
  },
  {
    title: ['Gửi đi', 'Delivery'],
    panels: [
      {
        title: ['Hồ sơ chờ lâu nhất', 'Oldest record that waits'],
        kind: 'timeseries',
        width: 8,
        unit: 's',
        thresholds: [3_600, 86_400],
        queries: [[`max by (destination) (lienthong_queue_oldest_seconds${TO})`, '{{destination}}']],
      },
      {
        title: ['Hàng đợi', 'Queue'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        queries: [[`max by (destination, state) (lienthong_queue_depth${TO})`, '{{destination}}: {{state}}']],
      },
      {
        title: ['Lần gửi không thành', 'Attempts that fail'],
        kind: 'timeseries',
        width: 8,
        unit: 'percentunit',
        thresholds: [0.2, 0.5],
        queries: [
          [
            `sum by (destination) (rate(lienthong_delivery_attempts_total{destination=~"$destination", outcome=~"transient|unknown|misconfigured|refused"}${RATE})) / sum by (destination) (rate(lienthong_delivery_attempts_total{destination=~"$destination", outcome=~"delivered|transient|unknown|misconfigured|refused"}${RATE}))`,
            '{{destination}}',
          ],
        ],
      },
      {
        title: ['Gửi xong mỗi phút', 'Delivered a minute'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        queries: [
          [
            `sum by (destination) (rate(lienthong_delivery_attempts_total{destination=~"$destination", outcome="delivered"}${RATE})) * 60`,
            '{{destination}}',
          ],
        ],
      },
      {
        title: ['Từ lúc nhận đến lúc tới nơi (p95)', 'From receipt to arrival (p95)'],
        kind: 'timeseries',
        width: 8,
        unit: 's',
        queries: [[quantile(0.95, 'lienthong_delivery_wait_seconds', TO, 'le, destination'), '{{destination}}']],
      },
      {
        title: ['Quá hạn: chưa tới, và đã tới muộn (1 giờ)', 'Past the deadline: not there, and arrived late (1 hour)'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        queries: [
          [`max by (destination) (sum without (state) (lienthong_queue_late${TO}))`, '{{destination}}: not there'],
          [`sum by (destination) (increase(lienthong_delivered_late_total${TO}[1h]))`, '{{destination}}: late'],
        ],
      },
      {
        title: ['Cầu dao mở, dừng, bảo trì', 'Breaker open, stopped, maintenance'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        queries: [
          [
            'max by (destination) (lienthong_destination_breaker{destination=~"$destination", state="open"})',
            '{{destination}}: breaker',
          ],
          [`max by (destination) (lienthong_destination_stopped${TO})`, '{{destination}}: stopped'],
          [`max by (destination) (lienthong_destination_maintenance${TO})`, '{{destination}}: maintenance'],
        ],
      },
      {
        title: ['Lượt gửi đang chạy và giới hạn', 'Deliveries under way, and their limit'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        queries: [
          [`sum by (destination) (lienthong_destination_running${TO})`, '{{destination}}'],
          [`sum by (destination) (lienthong_destination_concurrency_limit${TO})`, '{{destination}}: limit'],
        ],
      },
      {
        title: ['Đối soát hằng đêm: khác biệt', 'Nightly comparison: differences'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        queries: [
          [
            `max by (destination, difference) (lienthong_reconciliation_differences${TO})`,
            '{{destination}}: {{difference}}',
          ],
          [`max by (destination) (lienthong_reconciliation_unconfirmed_days${TO})`, '{{destination}}: days'],
        ],
      },
      {
        title: ['Báo cho cơ sở qua webhook, mỗi phút', 'Webhook calls a minute'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        queries: [[`sum by (outcome) (rate(lienthong_webhook_calls_total${RATE})) * 60`, '{{outcome}}']],
      },
    ],
  },
  {
    title: ['Kho và nghĩa vụ', 'Store and duties'],
    panels: [
      {
        title: ['Đĩa còn trống', 'Disk that is free'],
        kind: 'timeseries',
        width: 8,
        unit: 'percentunit',
        thresholds: [0.15, 0.05],
        queries: [['lienthong_disk_free_bytes / lienthong_disk_size_bytes', '{{instance}} {{place}}']],
      },
      {
        title: ['Sao lưu gần nhất, cách đây', 'Age of the newest backup'],
        kind: 'stat',
        width: 4,
        unit: 's',
        thresholds: [93_600, 259_200],
        queries: [['time() - max(lienthong_backup_taken_timestamp_seconds)', '']],
      },
      {
        title: ['Nhật ký kiểm toán: mục hỏng đầu tiên (0: không có)', 'Audit log: first bad entry (0: none)'],
        kind: 'stat',
        width: 4,
        unit: 'short',
        thresholds: [1, 1],
        queries: [['max(lienthong_audit_first_bad_entry)', '']],
      },
      {
        title: ['Nhật ký kiểm toán: kiểm tra trọn vẹn cách đây', 'Audit log: verified as a whole, age'],
        kind: 'stat',
        width: 4,
        unit: 's',
        thresholds: [129_600, 259_200],
        queries: [['time() - max(lienthong_audit_verified_timestamp_seconds)', '']],
      },
      {
        title: ['Khóa cũ nhất của các cơ sở', 'Oldest keys of a facility'],
        kind: 'stat',
        width: 4,
        unit: 's',
        thresholds: [54_000_000, 63_072_000],
        queries: [
          ['time() - min(lienthong_facility_keys_oldest_timestamp_seconds)', 'facilities'],
          ['time() - min(lienthong_signing_key_made_timestamp_seconds)', 'gateway'],
        ],
      },
      {
        title: ['Chứng thư còn hạn', 'Certificates, time left'],
        kind: 'bargauge',
        width: 8,
        unit: 's',
        thresholds: [1_814_400, 259_200],
        queries: [
          [
            'min by (destination, certificate) (lienthong_certificate_expiry_timestamp_seconds) - time()',
            '{{destination}} {{certificate}}',
          ],
        ],
      },
      {
        title: ['Nhật ký kiểm toán: số mục', 'Audit log: entries'],
        kind: 'timeseries',
        width: 8,
        unit: 'short',
        queries: [['max(lienthong_audit_entries)', '']],
      },
      {
        title: ['Thời gian ghi vào kho (p99)', 'Time to write to the store (p99)'],
        kind: 'timeseries',
        width: 8,
        unit: 's',
        queries: [[quantile(0.99, 'lienthong_stage_duration_seconds', '{stage="store"}', 'le'), 'p99']],
      },
    ],
  },
  {
    title: ['Tiến trình', 'Process'],
    panels: [
      {
        title: ['Sẵn sàng', 'Ready'],
        kind: 'timeseries',
        width: 6,
        unit: 'bool_yes_no',
        queries: [['lienthong_ready', '{{instance}}']],
      },
      {
        title: ['CPU', 'CPU'],
        kind: 'timeseries',
        width: 6,
        unit: 'percentunit',
        queries: [[`rate(process_cpu_seconds_total${RATE}) ${OURS}`, '{{instance}}']],
      },
      {
        title: ['Bộ nhớ', 'Memory'],
        kind: 'timeseries',
        width: 6,
        unit: 'bytes',
        queries: [
          [`process_resident_memory_bytes ${OURS}`, '{{instance}}'],
          [`nodejs_heap_size_used_bytes ${OURS}`, '{{instance}}: heap'],
        ],
      },
      {
        title: ['Trễ vòng lặp sự kiện (p99)', 'Event loop lag (p99)'],
        kind: 'timeseries',
        width: 6,
        unit: 's',
        thresholds: [0.5, 2],
        queries: [[`nodejs_eventloop_lag_p99_seconds ${OURS}`, '{{instance}}']],
      },
    ],
  },
];
