const FONT = '"Be Vietnam Pro", system-ui, sans-serif';

let library;
const charts = new Map();

/**
 * Draws every element `data-chart="KIND"` from its `data-values` (JSON), again when it was replaced, resized, or the
 * colours changed. `describe(values, tools, element)` gives the options of the chart library; `after(chart, element)`
 * may listen to it. A line of text stands in its place until then, and says so when it cannot be drawn.
 */
export function drawCharts(kind, describe, after = () => {}) {
  const draw = () => {
    for (const element of document.querySelectorAll(`[data-chart="${kind}"]`)) {
      if (!charts.has(element)) drawOne(element, describe, after);
    }
  };
  draw();
  document.addEventListener('replaced', () => {
    forgetRemoved();
    draw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const [element, chart] of charts)
      chart.setOption(describe(JSON.parse(element.dataset.values), makeTools(), element), true);
  });
}

async function drawOne(element, describe, after) {
  charts.set(element, { setOption() {}, dispose() {} });
  element.textContent = element.dataset.drawing;
  try {
    // Text on a canvas does not change when its font comes later.
    const [echarts] = await Promise.all([
      loadLibrary(),
      document.fonts.load(`12px ${FONT}`, 'Đã công bố 100%').catch(() => undefined),
    ]);
    if (!element.isConnected) return;
    element.replaceChildren();
    const chart = echarts.init(element);
    charts.set(element, chart);
    chart.setOption(describe(JSON.parse(element.dataset.values), makeTools(), element));
    new ResizeObserver(() => chart.isDisposed() || chart.resize()).observe(element);
    after(chart, element);
    element.dataset.drawn = 'true';
  } catch {
    element.textContent = element.dataset.failed;
  }
}

function forgetRemoved() {
  for (const [element, chart] of charts) {
    if (element.isConnected) continue;
    chart.dispose();
    charts.delete(element);
  }
}

/** The library is large: only pages that draw load it, after their figures are shown. */
function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL('echarts.min.js', import.meta.url);
    script.onload = () => resolve(globalThis.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

/** Colours as they are now, words of axes, and numbers as the page writes them. */
function makeTools() {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  const language = document.documentElement.lang;
  const percent = new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 1,
    roundingMode: 'floor',
  });
  const count = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const text = { fontFamily: FONT, color: color('muted'), fontSize: 12 };
  return {
    color,
    text,
    ink: { ...text, color: color('ink') },
    share: (value) => (typeof value === 'number' ? percent.format(value) : '–'),
    count: (value) => (typeof value === 'number' ? count.format(value) : '–'),
    /** `2026-11-22` as `22/11`. */
    day: (day) => `${day.slice(8)}/${day.slice(5, 7)}`,
    axis: { axisLine: { lineStyle: { color: color('line') } }, axisTick: { show: false } },
    split: { lineStyle: { color: color('line') } },
    // Rich text is drawn on the canvas: the page's policy allows no styles in markup.
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: color('panel'),
      borderColor: color('line'),
      textStyle: { ...text, color: color('ink') },
    },
  };
}
