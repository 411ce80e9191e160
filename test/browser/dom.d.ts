// What the types of playwright-core and biblatex-csl-converter name of a browser's. All of lib "dom" would let the program's own code name it too.
declare class Node {
  readonly isConnected: boolean;
}
declare class HTMLElement extends Node {
  readonly hidden: boolean;
}
declare class SVGElement extends Node {
  readonly ownerSVGElement: SVGElement | null;
}
interface HTMLElementTagNameMap {
  readonly [name: string]: HTMLElement;
}
declare class Document extends Node {}
declare const document: Document;
