/** What a password must have. */
export interface PasswordRules {
  /** Characters, 8 to 64. */
  readonly minimumLength: number;
  readonly requireMixedCase: boolean;
  readonly requireDigit: boolean;
  readonly requireSymbol: boolean;
  /** Whether those that everybody tries first are refused. */
  readonly refuseCommon: boolean;
}

export const DEFAULT_PASSWORD_RULES: PasswordRules = {
  minimumLength: 8,
  requireMixedCase: false,
  requireDigit: false,
  requireSymbol: false,
  refuseCommon: false,
};

/** Rules that keep every one of the given ones. */
export function strictestOf(all: readonly PasswordRules[]): PasswordRules {
  return all.reduce(
    (one, other) => ({
      minimumLength: Math.max(one.minimumLength, other.minimumLength),
      requireMixedCase: one.requireMixedCase || other.requireMixedCase,
      requireDigit: one.requireDigit || other.requireDigit,
      requireSymbol: one.requireSymbol || other.requireSymbol,
      refuseCommon: one.refuseCommon || other.refuseCommon,
    }),
    DEFAULT_PASSWORD_RULES,
  );
}

/** What the password lacks, each as it goes on from the field's name; whether it is common is asked elsewhere. */
export function faultsOfPassword(password: string, rules: PasswordRules): string[] {
  const isMixed = /\p{Ll}/u.test(password) && /\p{Lu}/u.test(password);
  const checks: [boolean, string][] = [
    [[...password].length >= rules.minimumLength, `must have at least ${rules.minimumLength} characters`],
    [!rules.requireMixedCase || isMixed, 'must have small and capital letters'],
    [!rules.requireDigit || /\p{Nd}/u.test(password), 'must have a digit'],
    [!rules.requireSymbol || /[^\p{L}\p{N}\s]/u.test(password), 'must have a symbol'],
  ];
  return checks.filter(([isKept]) => !isKept).map(([, message]) => message);
}
