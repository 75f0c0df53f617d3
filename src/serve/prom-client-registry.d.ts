/** The part of prom-client that is used; the rest of it (default metrics, push, clusters) would only be weight. */
declare module 'prom-client/lib/registry' {
  import { Registry } from 'prom-client';
  export = Registry;
}
