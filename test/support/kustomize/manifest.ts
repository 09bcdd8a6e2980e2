/** A Kubernetes object as read from YAML; its shape is proven by the schemas, not assumed. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** `Deployment lien-thong` */
export function describeManifest({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

/** True for a YAML mapping, and nothing else. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
