import type { Worker } from 'node:worker_threads';

/** Does tasks in threads of their own, a few at a time. Tasks and answers are copied from thread to thread. */
export interface WorkerPool<Task, Answer> {
  /**
   * Undefined when as many tasks wait as may: nothing is taken then. Rejects when the thread that had the task ended
   * without an answer, or the pool is closed.
   * @param weight how much of a thread's depth the task takes. Default 1
   */
  run(task: Task, weight?: number): Promise<Answer> | undefined;
  /** True when a thread that has answered before would take a task at once. */
  hasRoom(): boolean;
  /** True when not all threads run that may. */
  canGrow(): boolean;
  /** Ends all threads, whatever they are at. */
  close(): Promise<void>;
}

export interface PoolOptions {
  /** A new thread that answers every message with one message, in turn. What it throws ends it. */
  readonly start: () => Worker;
  readonly threads: number;
  /** Tasks that lie with a thread, the one that it is at included, so that it need not wait for the next. Default 1. */
  readonly depth?: number;
  /** Tasks that may wait for a thread. */
  readonly maxWaiting: number;
  /** A thread that has not answered a task within this time is ended. */
  readonly timeoutMs: number;
}

interface Job<Task, Answer> {
  readonly task: Task;
  readonly weight: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Thread<Task, Answer> {
  readonly worker: Worker;
  /** In the order in which they are answered. */
  readonly jobs: (Job<Task, Answer> & { readonly timer: NodeJS.Timeout })[];
  hasAnswered: boolean;
}

/**
 * Threads are started when tasks come, and kept. One that ends on the way takes its tasks with it (their promises reject),
 * and the next task gets a new thread. Threads without a task keep no process running.
 */
export function createWorkerPool<Task, Answer>(options: PoolOptions): WorkerPool<Task, Answer> {
  const { start, threads, depth = 1, maxWaiting, timeoutMs } = options;
  const running = new Set<Thread<Task, Answer>>();
  const waiting: Job<Task, Answer>[] = [];
  let isClosed = false;

  function launch(): Thread<Task, Answer> {
    const thread: Thread<Task, Answer> = { worker: start(), jobs: [], hasAnswered: false };
    let cause: unknown;
    thread.worker.on('message', (answer: Answer) => {
      const job = thread.jobs.shift();
      clearTimeout(job?.timer);
      thread.hasAnswered = true;
      if (thread.jobs.length === 0) thread.worker.unref();
      job?.resolve(answer);
      assign();
    });
    thread.worker.on('error', (error) => {
      cause = error;
    });
    thread.worker.on('exit', () => {
      running.delete(thread);
      for (const { timer, reject } of thread.jobs.splice(0)) {
        clearTimeout(timer);
        reject(new Error('the thread ended without an answer', { cause }));
      }
      assign();
    });
    running.add(thread);
    return thread;
  }

  /** The thread with the least to do, when it has room; a new one before any has to take a second task. */
  function findThread(): Thread<Task, Answer> | undefined {
    const [least] = [...running].sort((one, other) => loadOf(one) - loadOf(other));
    if (least !== undefined && loadOf(least) === 0) return least;
    if (running.size < threads) return launch();
    return least !== undefined && loadOf(least) < depth ? least : undefined;
  }

  function assign(): void {
    while (waiting.length > 0 && !isClosed) {
      const thread = findThread();
      if (thread === undefined) return;
      const job = waiting.shift() as Job<Task, Answer>;
      const timer = setTimeout(() => void thread.worker.terminate(), timeoutMs);
      thread.jobs.push({ ...job, timer });
      thread.worker.ref();
      thread.worker.postMessage(job.task);
    }
  }

  return {
    run(task, weight = 1) {
      if (isClosed) return Promise.reject(new Error('the pool is closed'));
      const isFull = running.size >= threads && [...running].every((thread) => loadOf(thread) >= depth);
      if (isFull && waiting.length >= maxWaiting) return undefined;
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      waiting.push({ task, weight, resolve, reject });
      assign();
      return promise;
    },
    hasRoom: () => !isClosed && [...running].some((thread) => thread.hasAnswered && loadOf(thread) < depth),
    canGrow: () => !isClosed && running.size < threads,
    async close() {
      isClosed = true;
      for (const { reject } of waiting.splice(0)) reject(new Error('the pool is closed'));
      await Promise.all([...running].map(({ worker }) => worker.terminate()));
    },
  };
}

function loadOf<Task, Answer>({ jobs }: Thread<Task, Answer>): number {
  return jobs.reduce((sum, { weight }) => sum + weight, 0);
}
