import { describe, expect, it } from '@jest/globals';
import { createBreaker } from '../../../src/forward/breaker.ts';

const SETTINGS = { threshold: 3, firstPauseMs: 100, maxPauseMs: 400 };
/** Jitter takes half to all of a pause; this random gives all but nothing of the half. */
const HALF = () => 0;

function tripped() {
  const breaker = createBreaker(SETTINGS, HALF, 0);
  for (let n = 0; n < 3; n += 1) breaker.failed(1_000, 0);
  return breaker;
}

describe('circuit breaker', () => {
  it('stays closed below the threshold and forgets failures on a success', () => {
    const breaker = createBreaker(SETTINGS, HALF, 0);
    breaker.failed(1_000, 0);
    breaker.failed(1_000, 0);
    breaker.succeeded(1_000);
    breaker.failed(1_000, 0);
    breaker.failed(1_000, 0);
    expect(breaker.state(1_000)).toBe('closed');
  });

  it('opens at the threshold, lets a probe through after the pause, closes on its success', () => {
    const breaker = tripped();
    expect(breaker.state(1_000)).toBe('open');
    expect(breaker.pausedUntil()).toBe(1_050);
    expect(breaker.state(1_050)).toBe('half-open');
    breaker.succeeded(1_050);
    expect(breaker.state(1_050)).toBe('closed');
  });

  it('doubles the pause while probes fail, up to its cap', () => {
    const breaker = tripped();
    const pauses: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      const now = breaker.pausedUntil();
      breaker.failed(now, 0);
      pauses.push(breaker.pausedUntil() - now);
    }
    expect(pauses).toEqual([100, 200, 200, 200]);
  });

  it('begins with the first pause again after it was closed', () => {
    const breaker = tripped();
    breaker.succeeded(breaker.pausedUntil());
    for (let n = 0; n < 3; n += 1) breaker.failed(9_000, 0);
    expect(breaker.pausedUntil()).toBe(9_050);
  });

  it('pauses at once for as long as a Retry-After says, and longer when a straggler brings a later one', () => {
    const breaker = createBreaker(SETTINGS, HALF, 0);
    breaker.failed(1_000, 5_000);
    expect(breaker.pausedUntil()).toBe(6_000);
    breaker.failed(2_000, 5_000);
    expect(breaker.pausedUntil()).toBe(7_000);
    breaker.failed(3_000, 0);
    expect(breaker.pausedUntil()).toBe(7_000);
  });

  it('is not opened early by the success of a straggler', () => {
    const breaker = tripped();
    breaker.succeeded(1_010);
    expect(breaker.state(1_010)).toBe('open');
  });

  it('does not pause for longer because the clock was set back', () => {
    const breaker = tripped();
    expect(breaker.state(900)).toBe('half-open');
    breaker.failed(900, 0);
    expect([breaker.state(900), breaker.pausedUntil()]).toEqual(['open', 1_000]);
  });

  it('spreads pauses by chance', () => {
    const breaker = createBreaker(SETTINGS, () => 0.5, 0);
    for (let n = 0; n < 3; n += 1) breaker.failed(1_000, 0);
    expect(breaker.pausedUntil()).toBe(1_075);
  });

  it('says for how long it has been closed: from its making, and from the end of a pause', () => {
    const breaker = createBreaker(SETTINGS, HALF, 400);
    expect(breaker.closedForMs(1_000)).toBe(600);
    for (let n = 0; n < 3; n += 1) breaker.failed(1_000, 0);
    expect([breaker.closedForMs(1_010), breaker.closedForMs(2_000)]).toEqual([0, 0]);
    breaker.succeeded(2_000);
    breaker.succeeded(2_100);
    expect(breaker.closedForMs(2_500)).toBe(500);
  });
});
