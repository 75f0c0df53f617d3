/** The plots on top of the text. Their code is loaded when the first chart is wanted, after the first rows are shown. */
import type { BlessedScreen } from 'blessed';
import type { Plotted, Rectangle } from './frame';
import { packed } from './packed';
import type { Drawing, Plot } from './plot';
import { curveAttribute, type Theme } from './theme';

interface ChartLayerOptions {
  readonly theme: Theme;
  readonly ascii: boolean;
}

type PlotModule = typeof import('./plot');

export class ChartLayer {
  readonly #screen: BlessedScreen;
  readonly #options: ChartLayerOptions;
  /** Made once, then moved, hidden and shown again. */
  readonly #plots: { readonly plot: Plot; place: Rectangle }[] = [];
  #module: PlotModule | undefined;
  #loading = false;
  #wanted: readonly Plotted[] = [];

  constructor(screen: BlessedScreen, options: ChartLayerOptions) {
    this.#screen = screen;
    this.#options = options;
  }

  show(plotted: readonly Plotted[]): void {
    this.#wanted = plotted;
    if (this.#module === undefined) {
      if (plotted.length > 0) this.#load();
      return;
    }
    for (const [index, chart] of plotted.entries()) this.#draw(this.#module, index, chart);
    for (const { plot } of this.#plots.slice(plotted.length)) plot.hide();
  }

  #load(): void {
    if (this.#loading) return;
    this.#loading = true;
    setImmediate(() => {
      void import('./plot').then((module) => {
        this.#module = module;
        this.show(this.#wanted);
        this.#screen.render();
      });
    });
  }

  #draw(module: PlotModule, index: number, chart: Plotted): void {
    const { place, tone } = chart;
    const { theme, ascii } = this.#options;
    const paint = {
      curve: packed(curveAttribute(theme, tone)),
      guide: packed(curveAttribute(theme, 'warning')),
      ascii,
    };
    const existing = this.#plots[index];
    const slot = existing ?? { plot: new module.Plot(this.#screen, place, paint), place };
    if (existing === undefined) {
      this.#plots.push(slot);
      this.#screen.append(slot.plot);
    } else if (!samePlace(existing.place, place)) {
      existing.plot.resize(place);
      existing.place = place;
    }
    slot.plot.show();
    slot.plot.draw(drawingOf(chart), paint);
  }
}

/** Everything as a share of the scale, two points a cell. */
function drawingOf({ values, most, levels = [], trend }: Plotted): Drawing {
  return {
    // The line is drawn pixel by pixel, as far down as it is told to go.
    values: values.map((value) => (value === undefined ? NaN : Math.min(1, Math.max(0, value / most)))),
    levels: levels.filter((level) => level <= most).map((level) => level / most),
    trend: trend && { columns: trend.cells * 2, from: trend.from / most, to: trend.to / most },
  };
}

const samePlace = (a: Rectangle, b: Rectangle) =>
  a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
