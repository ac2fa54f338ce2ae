import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { SecretBox } from '../../../platform/crypto/index.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { errorLine } from '../../../platform/logging/error-line.js';
import { type KeyPair, readKeyMaterial, secretPair } from './key-material.js';
import { BOOTSTRAP_KID, isOver, type KeyFacts, type SigningKey, signingAt } from './signing-key.js';

/** Milliseconds for which a process trusts the keys it has read: the longest a new or revoked one goes unnoticed. */
const CACHE_MILLISECONDS = 1_000;
/** An unknown kid makes them be read again, but however many come, no sooner than after this many milliseconds. */
const RELOAD_MILLISECONDS = 250;
/** A kid of ours is a UUID; longer ones need no look-up. */
const LONGEST_KID = 64;

const LOAD = `SELECT kid, algorithm, sealed_key AS "sealedKey", created_at AS "createdAt", activates_at AS "activatesAt",
    verifies_until AS "verifiesUntil"
  FROM signing_keys WHERE verifies_until IS NULL OR verifies_until > $1`;

export interface SigningKeyRow extends KeyFacts {
  readonly [column: string]: unknown;
  /** Null for the key that JWT_SECRET is. */
  readonly sealedKey: string | null;
}

type KeySet = ReadonlyMap<string, SigningKey>;

/** What a sealed key is bound to, so that it opens in no other row. */
export function bindingOf(kid: string): string {
  return `signing-key:${kid}`;
}

/** The keys of access tokens, as every process of the installation knows them within a second. */
@Injectable()
export class SigningKeys {
  private readonly logger = new Logger(SigningKeys.name);
  private readonly bootstrap: KeyPair;
  private keys: KeySet = new Map();
  private loadedAt = Number.NEGATIVE_INFINITY;
  private loading: Promise<KeySet> | undefined;

  constructor(
    private readonly control: ControlDatabase,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    config: SecurityConfig,
  ) {
    this.bootstrap = secretPair(Buffer.from(config.jwtSecret, 'utf8'));
  }

  /** The key that signs now. */
  async current(): Promise<SigningKey> {
    const keys = [...(await this.load(CACHE_MILLISECONDS)).values()];
    const now = this.clock.now();
    // To a clock that is behind, the key that replaced a revoked one is still to come, and there is no other.
    const key = signingAt(keys, now) ?? keys.find((candidate) => !isOver(candidate, now));
    if (key === undefined) throw new Error('No signing key can be used: run `cli.js keys rotate`');
    return key;
  }

  /** @returns undefined for a key that is unknown, over or revoked. A token that names none means the bootstrap key. */
  async find(kid: string = BOOTSTRAP_KID): Promise<SigningKey | undefined> {
    const key = (await this.load(CACHE_MILLISECONDS)).get(kid) ?? (await this.searchAgain(kid));
    return key === undefined || isOver(key, this.clock.now()) ? undefined : key;
  }

  /** Every key that verifies now or will. */
  async all(): Promise<readonly SigningKey[]> {
    const now = this.clock.now();
    return [...(await this.load(CACHE_MILLISECONDS)).values()].filter((key) => !isOver(key, now));
  }

  /** Has this process read the keys anew at their next use. */
  forget(): void {
    this.loadedAt = Number.NEGATIVE_INFINITY;
  }

  private async searchAgain(kid: string): Promise<SigningKey | undefined> {
    return kid.length > LONGEST_KID ? undefined : (await this.load(RELOAD_MILLISECONDS)).get(kid);
  }

  private load(maximumAge: number): KeySet | Promise<KeySet> {
    // A clock that is set back makes the age negative, and must not keep old keys alive.
    if (Math.abs(this.clock.milliseconds() - this.loadedAt) < maximumAge) return this.keys;
    this.loading ??= this.read().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async read(): Promise<KeySet> {
    const startedAt = this.clock.milliseconds();
    const rows = await this.control.query<SigningKeyRow>(LOAD, [new Date(startedAt)]);
    this.keys = new Map(rows.flatMap((row) => this.open(row)).map((key) => [key.kid, key]));
    this.loadedAt = startedAt;
    return this.keys;
  }

  /** A key that cannot be opened is left out: the others still serve. */
  private open({ sealedKey, ...row }: SigningKeyRow): SigningKey[] {
    const known = this.keys.get(row.kid);
    if (known !== undefined) {
      const { privateKey, verifyingKey } = known;
      return [{ ...row, privateKey, verifyingKey }];
    }
    if (sealedKey === null) return [{ ...row, ...this.bootstrap }];
    try {
      const material = this.box.open(sealedKey, bindingOf(row.kid));
      return [{ ...row, ...readKeyMaterial(row.algorithm, material) }];
    } catch (error) {
      this.logger.error(`Signing key ${row.kid} cannot be used: ${errorLine(error)}`);
      return [];
    }
  }
}
