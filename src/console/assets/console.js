import { startFacilityTable } from './facility-table.js';
import { startLiveRefresh } from './live-refresh.js';
import { drawTrend } from './trend-chart.js';

// First of all: it remembers the parts as the server wrote them, before the others change them.
startLiveRefresh({
  onReplaced(part) {
    if (part === 'trend') drawTrend();
    if (part === 'facilities') table.apply();
  },
});
const table = startFacilityTable();
drawTrend();
