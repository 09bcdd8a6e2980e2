/** A commune, ward or special zone of the province. */
export interface Commune {
  /** 5 digits. @source QĐ 19/2025/QĐ-TTg */
  readonly code: string;
  /** With its kind: `Xã Bình Sơn`. */
  readonly name: string;
  /** Before 01/07/2025. */
  readonly formerProvince: string;
  /** Approximate centre: WGS 84, degrees. */
  readonly lat: number;
  readonly lng: number;
  /** The unit that had this code before 01/07/2025, and its district: a part of what the commune is now. */
  readonly formerName?: string;
  readonly formerDistrict?: string;
}
