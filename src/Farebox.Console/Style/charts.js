// Draws what stands in the tables below. Colours are the page's own, and change with its looks.
const root = document.documentElement;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const palette = ["blue", "orange", "teal", "purple", "pink", "cyan", "lime", "indigo"];
const probe = document.body.appendChild(document.createElement("span"));
const dot = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
probe.hidden = true;

// As numbers: the kit mixes colours in ways that the library does not read.
const color = (name) => {
  probe.style.color = `var(--tblr-${name})`;
  dot.clearRect(0, 0, 1, 1);
  dot.fillStyle = getComputedStyle(probe).color;
  dot.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = dot.getImageData(0, 0, 1, 1).data;
  return `rgba(${red},${green},${blue},${(alpha / 255).toFixed(3)})`;
};
const writers = {
  usd: new Intl.NumberFormat(root.lang, { style: "currency", currency: "USD", maximumFractionDigits: 9 }),
  count: new Intl.NumberFormat(root.lang),
  ms: new Intl.NumberFormat(root.lang, { style: "unit", unit: "millisecond", maximumFractionDigits: 1 }),
};
const axisWriters = {
  usd: new Intl.NumberFormat(root.lang, { style: "currency", currency: "USD", notation: "compact", maximumSignificantDigits: 3 }),
  count: new Intl.NumberFormat(root.lang, { notation: "compact" }),
  ms: writers.ms,
};

const options = (data) => {
  const text = color("secondary");
  const line = color("border-color");
  const series = data.series.map((one, at) => ({
    name: one.name,
    type: data.kind,
    stack: data.kind === "bar" ? "all" : undefined,
    data: one.values,
    color: color(one.color ?? palette[at % palette.length]),
    barMaxWidth: 32,
    symbol: "circle",
    showSymbol: data.labels.length < 40,
    lineStyle: { type: at === 1 ? "dashed" : "solid" },
  }));
  return {
    animation: !still,
    grid: { left: 8, right: 8, top: 16, bottom: 48, containLabel: true },
    legend: { type: "scroll", bottom: 0, textStyle: { color: text, overflow: "truncate", width: 140 }, pageTextStyle: { color: text } },
    // Drawn on the canvas: a page of ours lets no script write style attributes.
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      axisPointer: { type: data.kind === "bar" ? "shadow" : "line" },
      backgroundColor: color("bg-surface"),
      borderColor: line,
      textStyle: { color: color("body-color"), fontSize: 12 },
      valueFormatter: (value) => (value == null ? "–" : writers[data.unit].format(value)),
    },
    xAxis: { type: "category", data: data.labels, axisLabel: { color: text, hideOverlap: true, alignMaxLabel: "right" }, axisLine: { lineStyle: { color: line } } },
    yAxis: {
      type: "value",
      minInterval: data.unit === "count" ? 1 : 0,
      axisLabel: { color: text, formatter: (value) => axisWriters[data.unit].format(value) },
      splitLine: { lineStyle: { color: line } },
    },
    series,
  };
};

if (window.echarts) {
  const charts = [...document.querySelectorAll("[data-chart]")].map((place) => {
    place.closest("[hidden]").hidden = false;
    const data = JSON.parse(place.dataset.chart);
    const chart = window.echarts.init(place, null, { renderer: "canvas" });
    const draw = () => chart.setOption(options(data), true);
    draw();
    new ResizeObserver(() => chart.resize()).observe(place);
    return draw;
  });
  new MutationObserver(() => charts.forEach((draw) => draw())).observe(root, { attributeFilter: ["data-bs-theme"] });
}
