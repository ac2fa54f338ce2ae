/** The product, running in this process. */
export interface RunningProduct {
  url: string;
  close(): Promise<void>;
}

interface MainModule {
  startServer(options: { environment: Record<string, string | undefined> }): Promise<RunningProduct>;
}

const MAIN: string = '../src/main.js';

/** Rejects with an Error whose message names the setting at fault, e.g. a port that is taken. */
export async function bootProduct(environment: Record<string, string | undefined>): Promise<RunningProduct> {
  const main = (await import(MAIN)) as MainModule;
  return main.startServer({ environment });
}
