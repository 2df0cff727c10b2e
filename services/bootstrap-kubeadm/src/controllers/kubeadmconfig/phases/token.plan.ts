/** What to do about a token that machines still have to use. */
export type TokenPlan =
  | { readonly step: 'fresh' }
  /** Let it be valid longer. */
  | { readonly step: 'extend' }
  /** Make another one, and the data anew. */
  | { readonly step: 'renew' }
  /** It is gone, and the data that hold it are in use. */
  | { readonly step: 'lost' };

export interface TokenState {
  readonly step: 'refreshToken' | 'rotateToken';
  readonly isMachinePool: boolean;
  /** `gone` where the Secret does not exist; undefined where it has no expiration. */
  readonly expiration: Date | 'gone' | undefined;
  readonly now: Date;
  readonly ttlMs: number;
}

/** Decides from the age of a token (spec KB-12, KB-13). Pure. */
export function planToken({ step, isMachinePool, expiration, now, ttlMs }: TokenState): TokenPlan {
  if (expiration === 'gone') return { step: isMachinePool ? 'renew' : 'lost' };
  const leftMs = (expiration?.getTime() ?? 0) - now.getTime();
  if (step === 'rotateToken') return { step: leftMs < ttlMs / 2 ? 'renew' : 'fresh' };
  return { step: leftMs > (ttlMs * 5) / 6 ? 'fresh' : 'extend' };
}

/** How often tokens are looked at: twice at least before one can expire, so that one failure does no harm. */
export function tokenCheckIntervalMs(ttlMs: number): number {
  return ttlMs / 3;
}
