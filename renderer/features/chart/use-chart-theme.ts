import { useEffect, useState } from "react";
import { type ChartTheme, readChartTheme, watchChartTheme } from "../../charts/chart-theme.ts";

/** The chart's colours as they stand, renewed when theme or palette change. */
export function useChartTheme(): ChartTheme {
  const [theme, setTheme] = useState(readChartTheme);
  useEffect(() => {
    setTheme(readChartTheme());
    return watchChartTheme(() => setTheme(readChartTheme()));
  }, []);
  return theme;
}
