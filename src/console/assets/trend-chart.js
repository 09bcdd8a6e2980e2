const DAY_MS = 86_400_000;
/** Farther away, the target would leave no room for the figures. */
const MAX_DAYS_AHEAD = 150;

/**
 * Shares by day up to the day of the target, told apart by dashes as well as by colour; from the last day on the
 * forecast of the facilities' shares, thin, with its interval as a band.
 */
export function describeTrend({ names, series, goal, goalName, forecastName, headings }, tools) {
  const { color, text, ink, share, day } = tools;
  const styles = [
    { color: color('announced'), type: 'solid' },
    { color: color('proven'), type: [2, 2] },
    { color: color('encounters'), type: 'dashed' },
  ];
  const days = [...series.map(([at]) => at), ...daysAfter(series.at(-1)[0], goal)];
  const target = days.includes(goal) ? markTarget(goal, goalName, tools) : {};
  return {
    animation: false,
    textStyle: { fontFamily: text.fontFamily },
    grid: { left: 4, right: 20, top: 44, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 26, itemHeight: 2, textStyle: ink, data: names },
    tooltip: { ...tools.tooltip, trigger: 'axis', valueFormatter: share },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: days,
      axisLabel: { ...text, hideOverlap: true, formatter: day },
      axisPointer: { label: { formatter: ({ value }) => day(value) } },
      ...tools.axis,
    },
    yAxis: {
      type: 'value',
      min: 0,
      // Volume may pass 100 % where the expected number comes from statistics or rhythm: it is shown, not cut.
      max: ({ max }) => Math.max(1, Math.ceil(max * 4) / 4),
      interval: 0.25,
      axisLabel: { ...text, formatter: share },
      splitLine: tools.split,
    },
    series: [
      ...names.map((name, index) => ({
        name,
        type: 'line',
        data: series.map((point) => point[index + 1]),
        showSymbol: false,
        color: styles[index].color,
        lineStyle: { width: 2.5, type: styles[index].type },
        emphasis: { disabled: true },
        ...(index === 0 ? target : {}),
      })),
      ...(days.includes(goal) ? headings.flatMap((heading, index) => forecastSeries(heading, index)) : []),
    ],
  };

  function forecastSeries(heading, index) {
    if (heading === null) return [];
    const from = series.length - 1;
    const at = (start, end) =>
      days.map((_, position) =>
        position < from ? null : start + ((end - start) * (position - from)) / (days.length - 1 - from),
      );
    const start = series[from][index + 1] ?? 0;
    const low = at(start, heading.low);
    const hidden = {
      type: 'line',
      symbol: 'none',
      silent: true,
      tooltip: { show: false },
      emphasis: { disabled: true },
    };
    const band = { ...hidden, stack: `band-${index}`, lineStyle: { opacity: 0 } };
    const { color: own } = styles[index];
    return [
      { ...band, data: low },
      {
        ...band,
        data: at(start, heading.high).map((high, position) => (high === null ? null : high - low[position])),
        areaStyle: { color: own, opacity: 0.14 },
      },
      {
        ...hidden,
        name: `${forecastName}: ${names[index]}`,
        color: own,
        lineStyle: { width: 1.5, type: [4, 4], color: own },
        data: at(start, heading.expected),
        tooltip: { show: true },
      },
    ];
  }
}

function markTarget(goal, goalName, { color, ink }) {
  return {
    markPoint: {
      symbol: 'diamond',
      symbolSize: 12,
      itemStyle: { color: color('ink') },
      label: { ...ink, position: 'left', formatter: goalName, backgroundColor: color('panel'), padding: [0, 4] },
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
