import type { RegistryPort } from '../../src/types/registry.ts';

interface QuotaRequest {
  readonly facility: string;
  readonly window: number;
  readonly wanted: number;
}

/** `takeQuota` of the Store port, in memory, with what it was asked. */
export function createMemoryQuota(): { readonly takeQuota: RegistryPort['takeQuota']; readonly asked: QuotaRequest[] } {
  const used = new Map<string, number>();
  const asked: QuotaRequest[] = [];
  return {
    asked,
    async takeQuota(facility, window, wanted, quota) {
      asked.push({ facility, window, wanted });
      const key = `${facility} ${window}`;
      const before = used.get(key) ?? 0;
      const granted = Math.max(0, Math.min(wanted, quota - before));
      used.set(key, before + granted);
      return granted;
    },
  };
}
