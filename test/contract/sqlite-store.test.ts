import { openTemporaryStore } from '../support/temporary-store.ts';
import { describeStore } from './store-conformance.ts';

describeStore('SQLite store', openTemporaryStore);
