import { ApiClient } from '../api-client.js';
import { type SinkProcess, startSinkProcess } from '../sink-process.js';
import { SpawnedProduct } from '../spawn-product.js';
import { testEnvironment } from '../test-environment.js';
import { WebhookBench } from '../webhook-bench.js';
import { Oracle, type Subject, type Verdict } from './oracle.js';
import { SteadyLoad } from './steady-load.js';

/** Everything that waits, waits a second or so. */
export const FAULT_SETTINGS = {
  LOG_LEVEL: 'info',
  WEBHOOK_SCHEDULE_PERCENT: '0',
  WEBHOOK_CONNECT_MS: '1000',
  WEBHOOK_HEADERS_MS: '1400',
  WEBHOOK_TOTAL_MS: '1500',
  WEBHOOK_LEASE_MS: '2000',
  WEBHOOK_BREAKER_MS: '1',
  SWEEP_MS: '200',
  SWEEP_GRACE_MS: '200',
  QUEUE_LOCK_MS: '1000',
  CONNECTION_WAIT_MS: '2000',
};

export interface StageOptions {
  readonly databaseUrl: string;
  /** Of the queues' store, and of the spec. */
  readonly settings: Readonly<Record<string, string>>;
  readonly sinkPorts?: number;
}

/** The product in real processes (one that answers, those that work) before a sink that is another. */
export class FaultStage {
  readonly oracle: Oracle;
  private readonly workers: SpawnedProduct[] = [];
  private readonly loads: SteadyLoad[] = [];

  private constructor(
    readonly environment: Readonly<Record<string, string>>,
    readonly api: SpawnedProduct,
    readonly sink: SinkProcess,
  ) {
    const { DATABASE_URL = '', DATABASE_PREFIX = '' } = environment;
    this.oracle = new Oracle(DATABASE_URL, DATABASE_PREFIX);
  }

  static async start({ databaseUrl, settings, sinkPorts = 1 }: StageOptions): Promise<FaultStage> {
    const environment = testEnvironment(databaseUrl, { ...FAULT_SETTINGS, ...settings });
    const sink = await startSinkProcess(sinkPorts);
    const api = await SpawnedProduct.start({ ...environment, WORKERS: 'none' }, { kind: 'api' });
    return new FaultStage(environment, api, sink);
  }

  /** Those that were not killed. */
  get processes(): readonly SpawnedProduct[] {
    return [this.api, ...this.workers];
  }

  /** Stopped with the stage, if the spec failed before it did so. */
  load(tenants: readonly WebhookBench[], writersPerTenant?: number): SteadyLoad {
    const load = new SteadyLoad(tenants, writersPerTenant);
    this.loads.push(load);
    return load;
  }

  async worker(settings: Readonly<Record<string, string>> = {}, preload?: string): Promise<SpawnedProduct> {
    const modules = preload === undefined ? [] : [preload];
    const options = { kind: 'worker', preload: modules } as const;
    const worker = await SpawnedProduct.start({ ...this.environment, ...settings }, options);
    this.workers.push(worker);
    return worker;
  }

  async killWorkers(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.kill()));
  }

  async tenant(): Promise<WebhookBench> {
    return new WebhookBench(await new ApiClient(this.api.url).register());
  }

  /** A new tenant with one endpoint, for leads. */
  async subject(url = this.sink.ok()): Promise<Subject> {
    return this.endpointOf(await this.tenant(), url);
  }

  async endpointOf(tenant: WebhookBench, url: string): Promise<Subject> {
    return { tenant, endpoint: await tenant.endpoint(url, ['lead.*']), url, sink: this.sink };
  }

  /** Of all at once; what the processes said is printed where something is missing. */
  async judge(subjects: readonly Subject[]): Promise<Verdict[]> {
    const verdicts = await Promise.all(subjects.map((subject) => this.oracle.judge(subject)));
    if (verdicts.some(({ missing, unfinished }) => missing.length + unfinished.length > 0)) {
      for (const { log } of this.processes) console.error(log);
    }
    return verdicts;
  }

  async close(): Promise<void> {
    await Promise.all(this.loads.map((load) => load.stop()));
    await this.killWorkers();
    await this.api.kill();
    await this.sink.stop();
  }
}
