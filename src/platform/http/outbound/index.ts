export { AddressGuard, type AddressGuardOptions } from './address-guard.js';
export { createHostResolver, type HostResolverOptions } from './host-resolver.js';
export type { ResolvedAddress, ResolveHost } from './host-resolver.js';
export {
  OutboundHttpClient,
  type OutboundHttpClientOptions,
  type OutboundRequest,
} from './outbound-http-client.js';
export type {
  OutboundFailure,
  OutboundFailureReason,
  OutboundResponse,
  OutboundResult,
} from './outbound-result.js';
export { UrlAdmission, type UrlAdmissionOptions } from './url-admission.js';
export { UrlPolicy, type UrlPolicyOptions, type UrlVerdict } from './url-policy.js';
export { OutboundModule } from './outbound.module.js';
