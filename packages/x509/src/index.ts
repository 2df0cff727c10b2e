export { selfSign, signCertificate, type CertificateTemplate, type Issuer } from './certificate.ts';
export type { BasicConstraints, ExtendedKeyUsage, KeyUsage } from './extensions.ts';
export type { NameAttribute } from './distinguished-name.ts';
export { issuerFrom } from './issuer.ts';
export { X509Error, type X509Problem } from './errors.ts';
