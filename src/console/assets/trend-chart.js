const FONT = '"Be Vietnam Pro", system-ui, sans-serif';
const INK = '#17242c';
const MUTED = '#53646f';
const LINE = '#d3dce2';
/** Announced, proven, encounters: told apart by dashes as well as by colour. */
const STYLES = [
  { color: '#1c64a8', type: 'solid' },
  { color: '#18794a', type: [2, 2] },
  { color: '#9a5a00', type: 'dashed' },
];
const DAY_MS = 86_400_000;
/** Farther away, the target would leave no room for the figures. */
const MAX_DAYS_AHEAD = 120;

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

function describeChart({ language, names, series, goal, goalName }) {
  const titles = JSON.parse(names);
  const points = JSON.parse(series);
  const days = [...points.map(([day]) => day), ...daysAfter(points.at(-1)[0], goal)];
  const percent = new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 1,
    roundingMode: 'floor',
  });
  const text = { fontFamily: FONT, color: MUTED, fontSize: 12 };
  const target = days.includes(goal) ? markTarget(goal, goalName, text) : {};
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: { left: 4, right: 20, top: 44, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 26, itemHeight: 2, textStyle: { ...text, color: INK } },
    // Rich text is drawn on the canvas: the page's policy allows no styles in markup.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      borderColor: LINE,
      textStyle: { ...text, color: INK },
      valueFormatter: (share) => (typeof share === 'number' ? percent.format(share) : '–'),
    },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: days,
      axisLabel: { ...text, hideOverlap: true, formatter: writeDay },
      axisPointer: { label: { formatter: ({ value }) => writeDay(value) } },
      axisLine: { lineStyle: { color: LINE } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      // Volume may pass 100 % where the expected number comes from statistics or rhythm: it is shown, not cut.
      max: ({ max }) => Math.max(1, Math.ceil(max * 4) / 4),
      interval: 0.25,
      axisLabel: { ...text, formatter: (share) => percent.format(share) },
      splitLine: { lineStyle: { color: LINE } },
    },
    series: titles.map((name, index) => ({
      name,
      type: 'line',
      data: points.map((point) => point[index + 1]),
      showSymbol: false,
      color: STYLES[index].color,
      lineStyle: { width: 2.5, type: STYLES[index].type },
      emphasis: { disabled: true },
      ...(index === 0 ? target : {}),
    })),
  };
}

function markTarget(goal, goalName, text) {
  return {
    markPoint: {
      symbol: 'diamond',
      symbolSize: 12,
      itemStyle: { color: INK },
      label: { ...text, color: INK, position: 'left', formatter: goalName, backgroundColor: '#fff', padding: [0, 4] },
      data: [{ coord: [goal, 1] }],
    },
  };
}

/** The days after one up to another; none when there are too many. */
function daysAfter(day, last) {
  const count = (Date.parse(last) - Date.parse(day)) / DAY_MS;
  if (count > MAX_DAYS_AHEAD) return [];
  return Array.from({ length: Math.max(count, 0) }, (_, index) =>
    new Date(Date.parse(day) + (index + 1) * DAY_MS).toISOString().slice(0, 10),
  );
}

function writeDay(day) {
  return `${day.slice(8)}/${day.slice(5, 7)}`;
}
