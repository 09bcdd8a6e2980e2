import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import type { EChartsCoreOption } from 'echarts/core';
import { type EChartsType, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, ScatterChart, GridComponent, LegendComponent, LabelLayout, SVGRenderer]);

/** Font of charts: one of the names under which the document knows its fonts. */
export const CHART_FONT = 'BeVietnamPro';

/** A chart as SVG, drawn without a browser; sizes in points. The same option gives the same text. */
export function drawSvg(option: EChartsCoreOption, width: number, height: number): string {
  const chart: EChartsType = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: CHART_FONT }, ...option });
    return plain(chart.renderToSVGString({ useViewBox: true }));
  } finally {
    chart.dispose();
  }
}

/** Styles for a pointer that hovers, and numbers of elements that count on from chart to chart, are of no use on paper. */
function plain(svg: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/zr\d+-/g, 'zr-');
}
