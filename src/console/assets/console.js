import { startLiveRefresh } from './live.js';

startLiveRefresh();
