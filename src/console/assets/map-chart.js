const SHAPES = { proven: 'circle', announced: 'rect', partly: 'diamond', none: 'triangle', empty: 'circle' };
/** Degrees between the lines that lie under the points. */
const GRATICULE = 0.25;
const MARGIN = 0.12;

/** Communes where they lie, by state and size; the ground is a graticule of our own, no map of somebody else's. */
export function describeMap({ points, states }, tools) {
  const { color, text, ink } = tools;
  const colors = {
    proven: color('proven'),
    announced: color('announced'),
    partly: color('encounters'),
    none: color('bad'),
    empty: color('border'),
  };
  globalThis.echarts.registerMap('graticule', graticuleAround(points));
  return {
    animation: false,
    textStyle: { fontFamily: text.fontFamily },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: ink },
    tooltip: { ...tools.tooltip, formatter: ({ data }) => `${data.name}\n${data.text || states.empty}` },
    geo: {
      map: 'graticule',
      roam: true,
      silent: true,
      top: 60,
      bottom: 8,
      left: 8,
      right: 36,
      aspectScale: 0.966,
      scaleLimit: { min: 1, max: 12 },
      itemStyle: { borderColor: color('line'), areaColor: 'transparent' },
    },
    series: Object.entries(states).map(([state, name]) => ({
      name,
      type: 'scatter',
      coordinateSystem: 'geo',
      symbol: SHAPES[state],
      color: colors[state],
      itemStyle: { opacity: state === 'empty' ? 0.55 : 0.9, borderColor: color('panel'), borderWidth: 1 },
      label: { show: state !== 'empty', formatter: ({ data }) => data.label, position: 'right', ...ink, fontSize: 11 },
      labelLayout: { hideOverlap: true },
      emphasis: { label: { show: true } },
      data: points
        .filter((point) => point[3] === state)
        .map(([lng, lat, open, , name, about]) => ({
          name,
          text: about,
          label: name.replace(/^(Xã|Phường|Đặc khu) /, ''),
          value: [lng, lat],
          symbolSize: open === 0 ? 5 : 8 + 4 * Math.sqrt(open),
        })),
    })),
  };
}

/** A click on a commune shows its facilities. */
export function followMap(chart) {
  chart.on('click', ({ data }) => {
    if (data?.text) location.assign(`/facilities?commune=${encodeURIComponent(data.name)}`);
  });
}

function graticuleAround(points) {
  const [west, east] = range(points.map(([lng]) => lng));
  const [south, north] = range(points.map(([, lat]) => lat));
  const line = (name, coordinates) => ({
    type: 'Feature',
    properties: { name },
    geometry: { type: 'LineString', coordinates },
  });
  const features = [];
  for (let lng = west; lng <= east + 1e-9; lng += GRATICULE)
    features.push(
      line(`E${lng}`, [
        [lng, south],
        [lng, north],
      ]),
    );
  for (let lat = south; lat <= north + 1e-9; lat += GRATICULE)
    features.push(
      line(`N${lat}`, [
        [west, lat],
        [east, lat],
      ]),
    );
  return { type: 'FeatureCollection', features };
}

function range(values) {
  const low = Math.floor((Math.min(...values) - MARGIN) / GRATICULE) * GRATICULE;
  const high = Math.ceil((Math.max(...values) + MARGIN) / GRATICULE) * GRATICULE;
  return [low, high];
}
