import { drawCharts } from './chart.js';

/** Records by day of receipt, stacked by what became of them. */
function describeReceived({ names, days }, tools) {
  const colors = [tools.color('proven'), tools.color('notice'), tools.color('bad')];
  return {
    ...axesOf(days, tools),
    series: names.map((name, index) => ({
      name,
      type: 'bar',
      stack: 'records',
      color: colors[index],
      barCategoryGap: '20%',
      data: days.map((day) => day[index + 1]),
    })),
  };
}

/** Encounters with an EMR beside the expected number; gaps where that is unknown. */
function describeVolume({ names, days }, tools) {
  const styles = [
    { color: tools.color('muted'), type: 'dashed' },
    { color: tools.color('encounters'), type: 'solid' },
  ];
  return {
    ...axesOf(days, tools),
    series: names.map((name, index) => ({
      name,
      type: 'line',
      showSymbol: false,
      color: styles[index].color,
      lineStyle: { width: 2.5, type: styles[index].type },
      data: days.map((day) => day[index + 1]),
    })),
  };
}

function axesOf(days, { text, ink, tooltip, axis, split, day, count }) {
  return {
    animation: false,
    textStyle: { fontFamily: text.fontFamily },
    grid: { left: 4, right: 12, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 8, textStyle: ink },
    tooltip: { ...tooltip, trigger: 'axis', valueFormatter: count },
    xAxis: {
      type: 'category',
      data: days.map(([at]) => at),
      axisLabel: { ...text, hideOverlap: true, formatter: day },
      axisPointer: { label: { formatter: ({ value }) => day(value) } },
      ...axis,
    },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { ...text, formatter: count }, splitLine: split },
  };
}

drawCharts('received', describeReceived);
drawCharts('volume', describeVolume);
