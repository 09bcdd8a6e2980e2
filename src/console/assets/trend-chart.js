const FONT = '"Be Vietnam Pro", system-ui, sans-serif';
const INK = '#17242c';
const MUTED = '#53646f';
const LINE = '#d3dce2';
/** Announced, proven, encounters: told apart by dashes and marks as well as by colour. */
const STYLES = [
  { color: '#1c64a8', type: 'solid', symbol: 'circle' },
  { color: '#18794a', type: 'solid', symbol: 'rect' },
  { color: '#9a5a00', type: 'dashed', symbol: 'triangle' },
];

let watched;

/** Draws the trend from the data attributes of its element; says so in the element when it cannot be drawn. */
export async function drawTrend() {
  const element = document.getElementById('trend-chart');
  if (element === null) return;
  const { echarts } = globalThis;
  if (echarts === undefined) {
    element.firstElementChild.textContent = element.dataset.failed;
    return;
  }
  // Text on a canvas does not change when its font comes later.
  await document.fonts.load(`12px ${FONT}`, 'Đã công bố 100%').catch(() => undefined);
  watched?.disconnect();
  element.replaceChildren();
  const chart = echarts.init(element);
  chart.setOption(describeChart(element.dataset));
  watched = new ResizeObserver(() => chart.resize());
  watched.observe(element);
}

function describeChart({ language, names, series }) {
  const titles = JSON.parse(names);
  const points = JSON.parse(series);
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB';
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1, roundingMode: 'floor' });
  const day = new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: language === 'vi' ? '2-digit' : 'short',
    timeZone: 'UTC',
  });
  const text = { fontFamily: FONT, color: MUTED, fontSize: 12 };
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 18, itemHeight: 4, textStyle: { ...text, color: INK } },
    // Rich text is drawn on the canvas: the page's policy allows no styles in markup.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      borderColor: LINE,
      textStyle: { ...text, color: INK },
      valueFormatter: (share) => (share === null ? '–' : percent.format(share)),
    },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: points.map(([date]) => day.format(new Date(date))),
      axisLabel: { ...text, hideOverlap: true },
      axisLine: { lineStyle: { color: LINE } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.25,
      axisLabel: { ...text, formatter: (share) => percent.format(share) },
      splitLine: { lineStyle: { color: LINE } },
    },
    series: titles.map((name, index) => ({
      name,
      type: 'line',
      data: points.map((point) => point[index + 1]),
      connectNulls: false,
      showSymbol: false,
      symbol: STYLES[index].symbol,
      symbolSize: 7,
      color: STYLES[index].color,
      lineStyle: { width: 2.5, type: STYLES[index].type },
      emphasis: { disabled: true },
    })),
  };
}
