import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyWebhook } from '../../docs/examples/verify-webhook.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';
import { WebhookBench } from '../support/webhook-bench.js';
import { type ReceivedWebhook, WebhookReceiver } from '../support/webhook-receiver.js';

const EXAMPLES = join(import.meta.dirname, '../../docs/examples');

/** A request as a receiver has it, and whether it is to be believed. */
interface Case {
  readonly name: string;
  readonly secrets: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** In base64. */
  readonly body: string;
  readonly isGood: boolean;
}

const PYTHON = `import base64, json, sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from verify_webhook import verify_webhook
cases = json.load(sys.stdin)
print(json.dumps([verify_webhook(c["secrets"], c["headers"], base64.b64decode(c["body"])) for c in cases]))`;

const PHP = `require $argv[1] . '/verify-webhook.php';
$cases = json_decode(stream_get_contents(STDIN), true);
echo json_encode(array_map(fn($c) => verify_webhook($c['secrets'], $c['headers'], base64_decode($c['body'])), $cases));`;

const GO = `package main

import ("encoding/json"; "os"; "spec/webhooks")

func main() {
	var cases []struct { Secrets []string; Headers map[string]string; Body []byte }
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil { panic(err) }
	answers := []bool{}
	for _, c := range cases {
		header := func(name string) string { return c.Headers[name] }
		answers = append(answers, webhooks.Verify(c.Secrets, header, c.Body))
	}
	json.NewEncoder(os.Stdout).Encode(answers)
}`;

type Verify = (cases: readonly Case[]) => unknown;

function run(command: string, options: readonly string[], cases: readonly Case[], cwd = EXAMPLES): unknown {
  const { status, stdout, stderr } = spawnSync(command, options, {
    cwd,
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Those whose runtime is on this machine. */
function verifiers(): [string, Verify][] {
  const isThere = (command: string, option: string) => spawnSync(command, [option]).status === 0;
  const all: [string, boolean, Verify][] = [
    [
      'TypeScript',
      true,
      (cases) =>
        cases.map(({ secrets, headers, body }) =>
          verifyWebhook(secrets, headers, Buffer.from(body, 'base64')),
        ),
    ],
    ['Python', isThere('python3', '--version'), (cases) => run('python3', ['-c', PYTHON, EXAMPLES], cases)],
    ['PHP', isThere('php', '--version'), (cases) => run('php', ['-r', PHP, '--', EXAMPLES], cases)],
    ['Go', isThere('go', 'version'), runGo],
  ];
  return all.filter(([, isPresent]) => isPresent).map(([name, , verify]) => [name, verify]);
}

function runGo(cases: readonly Case[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'verify-webhook-'));
  try {
    mkdirSync(join(folder, 'webhooks'));
    cpSync(join(EXAMPLES, 'verify_webhook.go'), join(folder, 'webhooks/verify.go'));
    writeFileSync(join(folder, 'go.mod'), 'module spec\n\ngo 1.21\n');
    writeFileSync(join(folder, 'main.go'), GO);
    return run('go', ['run', '.'], cases, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the examples of verification', () => {
  const { api } = useTestProduct();
  const cases: Case[] = [];
  let receiver: WebhookReceiver;

  function plan(
    name: string,
    isGood: boolean,
    secrets: string[],
    webhook: ReceivedWebhook,
    change = {},
  ): void {
    const headers = Object.fromEntries(
      Object.entries(webhook.headers).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
    const request = { headers, body: webhook.body.toString('base64'), ...change };
    cases.push({ name, isGood, secrets, ...request });
  }

  /** Signed as it should be, at another time. */
  function signedAt(
    seconds: number,
    secret: string,
    { headers, body }: ReceivedWebhook,
  ): Record<string, string> {
    const id = String(headers['webhook-id']);
    const hmac = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'));
    hmac.update(`${id}.${seconds}.`).update(body);
    const signature = `v1,${hmac.digest('base64')}`;
    return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature };
  }

  beforeAll(async () => {
    const bench = new WebhookBench(await api().register());
    receiver = await WebhookReceiver.start();
    const { id, secret: first } = await bench.endpoint(receiver.url);
    await bench.lead('Zoë');
    const before = await eventually('the first', () => receiver.received[0]);
    const { body } = await bench.api.post(`/api/webhooks/${id}/secret/rotate`, { body: { overlapHours: 1 } });
    const second = String(body['secret']);
    await bench.lead('Grüße 東京');
    const during = await eventually('the second', () => receiver.received[1]);
    await bench.api.post(`/api/webhooks/${id}/secret/rotate`, { body: { overlapHours: 0 } });
    await bench.lead();
    const after = await eventually('the third', () => receiver.received[2]);
    const now = Math.floor(Date.now() / 1_000);
    plan('before a rotation', true, [first], before);
    plan('during the overlap, with the old secret', true, [first], during);
    plan('during the overlap, with the new one', true, [second], during);
    plan('during the overlap, with both', true, [second, first], during);
    plan('after it, with the old ones', false, [first, second], after);
    plan("with somebody else's secret", false, [`whsec_${Buffer.alloc(32).toString('base64')}`], during);
    plan('with no secret at all', false, [], during);
    plan('another body', false, [second], during, { body: Buffer.from('{}').toString('base64') });
    plan('another id', false, [second], during, {
      headers: { ...signedAt(now, second, during), 'webhook-id': 'x' },
    });
    plan('without headers', false, [second], during, { headers: {} });
    plan('almost too old', true, [second], during, { headers: signedAt(now - 200, second, during) });
    plan('too old', false, [second], during, { headers: signedAt(now - 400, second, during) });
    plan('from the future', false, [second], during, { headers: signedAt(now + 400, second, during) });
    plan('a time that is none', false, [second], during, {
      headers: { ...signedAt(now, second, during), 'webhook-timestamp': 'soon' },
    });
  });

  afterAll(() => receiver.stop());

  it.each(verifiers())(
    'in %s believes what the product signed, and nothing else',
    (_name, verify) => {
      const answers = verify(cases);
      const told = cases.map(({ name }, index) => [name, (answers as boolean[])[index]]);
      expect(told).toEqual(cases.map(({ name, isGood }) => [name, isGood]));
    },
    120_000,
  );
});
