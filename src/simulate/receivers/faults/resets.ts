import type { Fault } from '../fault.ts';

/** RST as soon as the request's head is there; commits nothing. */
export function resetBeforeReading(): Fault {
  return () => ({ when: 'before-reading', act: (request) => request.socket.resetAndDestroy() });
}

/** Commits, then RST in place of the answer. */
export function resetAfterCommit(): Fault {
  return () => ({
    when: 'answering',
    act({ response, commit }) {
      commit();
      response.socket?.resetAndDestroy();
    },
  });
}
