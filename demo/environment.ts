const DEMO_DEFAULTS = { DEFAULT_PLAN: 'unmetered', WORKERS: 'inline', LOG_LEVEL: 'warn' };

/** This process's environment over the demo's defaults. */
export function demoEnvironment(): Record<string, string | undefined> {
  return { ...DEMO_DEFAULTS, ...process.env };
}
