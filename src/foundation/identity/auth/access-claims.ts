/** The claims of an access token, named as integrators know them. */
export interface AccessClaims {
  /** User id. */
  readonly nameid: string;
  readonly tenantid: string;
  readonly role: string;
  /** Session id. */
  readonly sid: string;
  readonly jti: string;
  readonly nbf: number;
  readonly iat: number;
  readonly exp: number;
}
