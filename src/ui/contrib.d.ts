/** The part of blessed-contrib that uwtop touches, by the path that loads no more than it. */

declare module 'blessed-contrib/lib/widget/charts/line' {
  export interface CanvasContext {
    _canvas: { content: Buffer };
    fillText: () => void;
    clearRect: () => void;
    _currentPath: { point: [number, number]; stroke: boolean }[];
    lineTo: (x: number, y: number) => void;
  }

  interface LineOptions {
    left: number;
    top: number;
    width: number;
    height: number;
    wrap: boolean;
    xPadding: number;
    xLabelPadding: number;
    wholeNumbersOnly: boolean;
    maxY: number;
  }

  interface Dataset {
    x: string[];
    y: number[];
    style: { line: number | 'normal' };
  }

  export default class Line {
    constructor(options: LineOptions);
    left: number;
    top: number;
    width: number;
    height: number;
    options: { maxY: number };
    canvasSize: { width: number; height: number };
    hidden: boolean;
    ctx: CanvasContext;
    calcSize(): void;
    setData(data: Dataset[]): void;
    on(event: 'attach', listener: () => void): void;
    emit(event: 'attach'): void;
    render(): void;
    show(): void;
    hide(): void;
  }
}
