/**
 * SMART Backend Services discovery. No `code_challenge_methods_supported` and no authorization endpoint: nobody signs
 * in here, systems fetch tokens.
 * @source https://hl7.org/fhir/smart-app-launch/backend-services.html
 */
export function buildSmartConfiguration(publicUrl: string): object {
  return {
    token_endpoint: `${publicUrl}/auth/token`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    scopes_supported: ['system/*.read', 'system/*.write', 'system/*.rs', 'system/*.cruds', 'system/Patient.rs'],
    capabilities: ['client-confidential-asymmetric', 'permission-v1', 'permission-v2'],
  };
}
