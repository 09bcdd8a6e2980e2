import type { Worker } from 'node:worker_threads';

/** Does tasks in threads of their own, a few at a time. Tasks and answers are copied from thread to thread. */
export interface WorkerPool<Task, Answer> {
  /**
   * Undefined when as many tasks wait as may: nothing is taken then. Rejects when the thread that had the task ended
   * without an answer, or the pool is closed.
   */
  run(task: Task): Promise<Answer> | undefined;
  /** Ends all threads, whatever they are at. */
  close(): Promise<void>;
}

export interface PoolOptions {
  /** A new thread that answers every message with one message, in turn. What it throws ends it. */
  readonly start: () => Worker;
  readonly threads: number;
  /** Tasks that may wait for a thread. */
  readonly maxWaiting: number;
  /** A thread that has not answered within this time is ended. */
  readonly timeoutMs: number;
}

interface Job<Task, Answer> {
  readonly task: Task;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Threads are started when tasks come, and kept. One that ends on the way takes its task with it (the promise rejects),
 * and the next task gets a new thread. Threads without a task keep no process running.
 */
export function createWorkerPool<Task, Answer>(options: PoolOptions): WorkerPool<Task, Answer> {
  const { start, threads, maxWaiting, timeoutMs } = options;
  const idle: Worker[] = [];
  const atWork = new Map<Worker, { readonly job: Job<Task, Answer>; readonly timer: NodeJS.Timeout }>();
  const waiting: Job<Task, Answer>[] = [];
  let isClosed = false;

  function launch(): Worker {
    const worker = start();
    let cause: unknown;
    worker.on('message', (answer: Answer) => {
      finish(worker)?.resolve(answer);
      worker.unref();
      idle.push(worker);
      assign();
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      finish(worker)?.reject(new Error('the thread ended without an answer', { cause }));
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
      assign();
    });
    return worker;
  }

  function finish(worker: Worker): Job<Task, Answer> | undefined {
    const work = atWork.get(worker);
    atWork.delete(worker);
    clearTimeout(work?.timer);
    return work?.job;
  }

  function assign(): void {
    while (waiting.length > 0 && atWork.size < threads && !isClosed) {
      const worker = idle.pop() ?? launch();
      const job = waiting.shift() as Job<Task, Answer>;
      const timer = setTimeout(() => void worker.terminate(), timeoutMs);
      atWork.set(worker, { job, timer });
      worker.ref();
      worker.postMessage(job.task);
    }
  }

  return {
    run(task) {
      if (isClosed) return Promise.reject(new Error('the pool is closed'));
      if (atWork.size >= threads && waiting.length >= maxWaiting) return undefined;
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      waiting.push({ task, resolve, reject });
      assign();
      return promise;
    },
    async close() {
      isClosed = true;
      for (const { reject } of waiting.splice(0)) reject(new Error('the pool is closed'));
      await Promise.all([...idle, ...atWork.keys()].map((worker) => worker.terminate()));
    },
  };
}
