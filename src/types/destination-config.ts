import type { FacilityCode, RecordKind } from './submission.ts';

/** Repetition of failed attempts. */
export interface RetryPolicy {
  /** First wait, doubling with jitter. Default 1,000. */
  readonly firstDelayMs: number;
  /** Default 900,000 (15 min). */
  readonly maxDelayMs: number;
  /** After so many transient failures the delivery is parked. Default 50. */
  readonly maxAttempts: number;
  /** Longest Retry-After that is honoured. Default 3,600,000. */
  readonly maxRetryAfterMs: number;
}

/** Which records a destination is owed. Every condition that is given has to hold; none given: every accepted record. */
export interface DestinationFilter {
  /** Null: all kinds that the kind of destination can take. */
  readonly records: readonly RecordKind[] | null;
  /** Null: all facilities. */
  readonly facilities: readonly FacilityCode[] | null;
  readonly exceptFacilities: readonly FacilityCode[];
  /** Confidentiality labels (`R`, `V`) that may leave to it. Default none: what carries one is taken out before. */
  readonly labels: readonly ('R' | 'V')[];
  /** `required`: only records that bring an active Consent that permits. Default `not-asked`: sent by law. */
  readonly consent: 'required' | 'not-asked';
}

/** A time in which nothing is tried, of Asia/Ho_Chi_Minh. */
export interface MaintenanceWindow {
  /** Days of the week, 1 Monday to 7 Sunday; empty: every day. */
  readonly days: readonly number[];
  /** `HH:MM`; a window whose end is not after its start goes over midnight. */
  readonly from: string;
  readonly to: string;
}

/** How long after its event a record of a kind is due there. */
export interface DeadlineRule {
  readonly records: readonly RecordKind[];
  /** Hours from the end of care (from receipt when the record tells none). */
  readonly hours: number;
  /** `working`: of the Vietnamese working calendar; `clock`: of the clock. */
  readonly of: 'clock' | 'working';
}

interface DestinationBase {
  readonly id: string;
  /** Deliveries under way at once, at most; fewer while the receiver is slow or asks for less. Default 8. */
  readonly concurrency: number;
  /** Attempts started in a second, at most; null for as many as there are. */
  readonly ratePerSecond: number | null;
  /** Whole exchange. Default 30,000. */
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  readonly filter: DestinationFilter;
  readonly maintenance: readonly MaintenanceWindow[];
  readonly deadlines: readonly DeadlineRule[];
  /** Where its own account of a day is asked for (docs/reconciliation.md); null when it has none. */
  readonly reconciliationUrl: string | null;
}

/** A FHIR R4 server: transaction Bundles, PUT by deterministic id. */
export interface FhirDestinationConfig extends DestinationBase {
  readonly kind: 'fhir';
  readonly url: string;
  /** Bearer token read from this file (never from the YAML itself); null sends none. */
  readonly tokenFile: string | null;
}

/** Signs in with a name and a password; the password comes from a file. */
interface SignedInDestination extends DestinationBase {
  readonly url: string;
  readonly username: string;
  readonly passwordFile: string;
  /** Facilities that sign in as themselves: receivers give one machine account per facility. The others use the one above. */
  readonly accounts?: Readonly<Record<FacilityCode, FacilityAccount>>;
}

/** A facility's own account at a receiver. */
export interface FacilityAccount {
  readonly username: string;
  readonly passwordFile: string;
  /** PEM of its RSA private key, where messages are signed; absent: that of the destination. */
  readonly privateKeyFile?: string;
}

/** A provincial health data warehouse (precedent: Kho dữ liệu y tế): token, QĐ 831 and health-check XML. */
export interface WarehouseDestinationConfig extends SignedInDestination {
  readonly kind: 'province-warehouse';
  /** Paths below `url`. */
  readonly paths: {
    /** Default `/api/xac-thuc/token`. */
    readonly token: string;
    /** Default `/api/ho-so-suc-khoe/qd-831-2017/tiep-nhan`. */
    readonly healthBook: string;
    /** Default `/api/platform/data-sync/push`; `/api/kham-suc-khoe/qd-2062/tiep-nhan` was shut on 18/09/2026. */
    readonly healthCheck: string;
    /** Default `/api/kham-suc-khoe/doi-soat-byt/trang-thai`. */
    readonly status: string;
  };
  /** Of health checks, whose envelope is the hub's. */
  readonly hub: HubEnvelopeConfig;
}

/** What sources of the hub's envelope disagree on. */
export interface HubEnvelopeConfig {
  /** 13-digit id (GLN form) of each facility, by its 5-character code; a 13-digit facility code is its own. */
  readonly senderIds: Readonly<Record<FacilityCode, string>>;
  /** TDLBYT, TTYQG, emrhub: sources differ. */
  readonly receiverId: string;
  /** PEM of an RSA private key; null leaves the signature empty (a warehouse signs what it passes on with its own key). */
  readonly privateKeyFile: string | null;
  /** Of the two hex digests that are signed. Default `upper`. */
  readonly hashCase: 'upper' | 'lower';
  /** `string`: the base64 text; `object`: {file_content}. Default `string`. */
  readonly dataShape: 'string' | 'object';
  /** A message that answers none leaves ref_msg_id out, or has it empty. Default `absent`. */
  readonly refMsgId: 'absent' | 'empty';
  /** Default `100`. */
  readonly serviceType: string;
  /** Default `1.0.6`. */
  readonly version: string;
}

/** The hub of the Ministry of Health (Trục dữ liệu Bộ Y tế): signed envelope of health checks. */
export interface HubDestinationConfig extends SignedInDestination {
  readonly kind: 'moh-hub';
  readonly paths: {
    /** Default `/api/auth/login`. */
    readonly login: string;
    /** Default `/api/platform/data-sync/push`. */
    readonly push: string;
    /** Null: the hub has no status query. */
    readonly status: string | null;
  };
  readonly hub: HubEnvelopeConfig;
  /** True when the hub is known to take one msg_id once, so that a message may be sent again. Default false: not documented. */
  readonly isIdempotent: boolean;
}

/** The claim portal of the social insurance (Cổng tiếp nhận dữ liệu giám định BHYT). */
export interface ClaimPortalDestinationConfig extends SignedInDestination {
  readonly kind: 'claim-portal';
  /** Letter case of path parts varies between implementers. */
  readonly paths: {
    /** Default `/api/token/take`. */
    readonly token: string;
    /** Default `/api/qd130/checkInKcbQd3176`. */
    readonly checkIn: string;
    /** Default `/api/qd130/guiHoSoXmlQD3176`. */
    readonly claim: string;
    /** Default `/api/chungtugw/GuiHoSoChungTu2025`. */
    readonly document: string;
    /** Default `/api/hososuckhoe/guiGiayToDienTu`. */
    readonly certificate: string;
    /** Claims of QĐ 4210, retired on 01/07/2024 (`/api/egw/guiHoSoGiamDinh4210`). Default null: they are refused. */
    readonly retiredClaim: string | null;
  };
  /** maTinh. Default `51`. */
  readonly provinceCode: string;
  /** Sources differ. Default `form`. */
  readonly bodyEncoding: 'form' | 'json';
  /** Of the MD5 of the password, in hex. Default `upper`. */
  readonly passwordHashCase: 'upper' | 'lower';
  /** What maKetQua means, beside and before the codes that are known (docs/destinations/claim-portal.md). Default none. */
  readonly resultCodes: Readonly<Record<string, ClaimPortalResult>>;
}

/** `login`: the token is not accepted, nothing was processed. What has no class is an unknown outcome. */
export type ClaimPortalResult = 'delivered' | 'login' | 'refused' | 'transient' | 'misconfigured';

/** The national prescription system (Hệ thống đơn thuốc quốc gia). */
export interface PrescriptionDestinationConfig extends DestinationBase {
  readonly kind: 'e-prescription';
  readonly url: string;
  /** JSON file with the password of each doctor: `{"ma_lien_thong_bac_si": "password"}`. */
  readonly passwordsFile: string;
  /** ma_lien_thong_co_so_kham_chua_benh of each facility. */
  readonly facilityIds: Readonly<Record<FacilityCode, string>>;
  readonly paths: {
    /** Default `/api/auth/dang-nhap-bac-si`. */
    readonly login: string;
    /** Default `/api/v1/gui-don-thuoc`. */
    readonly send: string;
  };
  /** How pharmacies ask for a prescription, with an account of their kind. Default null: there is no status query. */
  readonly lookUp: {
    /** `{ma}` stands for the code: `https://www.donthuocquocgia.vn/api/v1/thong-tin-don-thuoc/{ma}`. */
    readonly url: string;
    readonly appName: string;
    /** File with the app-key. */
    readonly appKeyFile: string;
  } | null;
}

/** A folder: one file for each record version, by atomic rename. */
export interface FileDestinationConfig extends DestinationBase {
  readonly kind: 'file';
  readonly folder: string;
  /** `ndjson`: a resource a line; `national`: the rebuilt form, XML or JSON as it came. */
  readonly form: 'ndjson' | 'national';
}

export type DestinationConfig =
  | FhirDestinationConfig
  | WarehouseDestinationConfig
  | HubDestinationConfig
  | ClaimPortalDestinationConfig
  | PrescriptionDestinationConfig
  | FileDestinationConfig;

/** A facility that is told over HTTP what became of its records. */
export interface WebhookConfig {
  readonly facility: FacilityCode;
  readonly url: string;
  /** File with the secret of the signature (`whsec_` and base64, or plain text). */
  readonly secretFile: string;
  /** Which ends are told. Default all. */
  readonly states: readonly ('delivered' | 'refused' | 'parked')[];
}
