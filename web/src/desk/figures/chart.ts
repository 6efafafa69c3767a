// The parts of ECharts that the desk uses, and no others.
import { BarChart, TreemapChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, TreemapChart, GridComponent, TooltipComponent, SVGRenderer]);

export { init };
export type { EChartsCoreOption, ECharts } from "echarts/core";
