import { drawCharts } from './chart.js';
import { describeMap, followMap } from './map-chart.js';
import { describeTrend } from './trend-chart.js';

drawCharts('trend', describeTrend);
drawCharts('map', describeMap, followMap);
