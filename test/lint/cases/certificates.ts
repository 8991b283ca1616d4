import { BASE } from '../../../lib/lint/examples/base';

/** The certificate in a text of the base federation, without its indentation. */
function certificateIn(text: string): string {
  const [found = ''] = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n/.exec(text) ?? [];
  return found.replace(/^ +/gm, '');
}

/** The root certificate of `east-mesh`, in the base federation; it ends on 2126-10-29 at 15:30:30. */
export const EAST_ROOT = certificateIn(BASE.west);

/** The root certificate of `west-mesh`, in the base federation. */
export const WEST_ROOT = certificateIn(BASE.east);

/** A root certificate that ends on 2026-12-25 at 12:00:00, 30 days after the linter runs; its key was deleted. */
export const SHORT_ROOT = `-----BEGIN CERTIFICATE-----
MIIBijCCATCgAwIBAgICEAAwCgYIKoZIzj0EAwIwLDEYMBYGA1UECgwPZWFzdC1t
ZXNoLmxvY2FsMRAwDgYDVQQDDAdSb290IENBMB4XDTI2MDEwMTAwMDAwMFoXDTI2
MTIyNTEyMDAwMFowLDEYMBYGA1UECgwPZWFzdC1tZXNoLmxvY2FsMRAwDgYDVQQD
DAdSb290IENBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAECkh6g9XguKmZjLp7
u4eAexLS0hmOf90k0Nr0kKRyT9a32BZ0pP8jWM1xbXPbeKKme79Yr8OfRODWmCBN
B/ggI6NCMEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwHQYDVR0O
BBYEFGww5mpuiKQQEbaUJtf54contbZzMAoGCCqGSM49BAMCA0gAMEUCIEO4lbmC
7lmJN7mToKHjPyZgUlXs65RuCTZsY40kbDrSAiEA2IPDaMz+jE8I3pWnZUk/lSA7
9iA3OYMnRNDQitb6Do0=
-----END CERTIFICATE-----
`;

/** A certificate that is not one of a CA; its key was deleted. */
export const LEAF = `-----BEGIN CERTIFICATE-----
MIIBiDCCAS+gAwIBAgIUR3ISOmy/5pmhcQrw1kffC1a4WCcwCgYIKoZIzj0EAwIw
KzEYMBYGA1UECgwPZWFzdC1tZXNoLmxvY2FsMQ8wDQYDVQQDDAZpc3Rpb2QwIBcN
MjYxMTI1MTgyNjMzWhgPMjEyNjExMDExODI2MzNaMCsxGDAWBgNVBAoMD2Vhc3Qt
bWVzaC5sb2NhbDEPMA0GA1UEAwwGaXN0aW9kMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEXlisH47jOE4Dwh3Ky9tqll7x2G2OVnHYfsNtUldQ6kuYA+JTGYJvAZId
abExQDgfS2wL1A5buv0gp60ZAWw7kaMvMC0wDAYDVR0TAQH/BAIwADAdBgNVHQ4E
FgQU3/RVRvHu2ubFAPPNR24X0odG1+gwCgYIKoZIzj0EAwIDRwAwRAIgIofFI/qQ
3bP3+/LYEaNYGNThvlHvbiDOruWOfnioLlcCIF/ETR+6KFFJj1IOiXxLECKADxIZ
gBMuOPQtUZxeUDhm
-----END CERTIFICATE-----
`;

/** A certificate without a subject that is not one of a CA; its key was deleted. */
export const LEAF_WITHOUT_SUBJECT = `-----BEGIN CERTIFICATE-----
MIIBMjCB2aADAgECAhQEGVX4K9ocRv/RqjNiSDlNJEi6KTAKBggqhkjOPQQDAjAA
MCAXDTI2MTEyNTE4MjYzM1oYDzIxMjYxMTAxMTgyNjMzWjAAMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEXlisH47jOE4Dwh3Ky9tqll7x2G2OVnHYfsNtUldQ6kuY
A+JTGYJvAZIdabExQDgfS2wL1A5buv0gp60ZAWw7kaMvMC0wDAYDVR0TAQH/BAIw
ADAdBgNVHQ4EFgQU3/RVRvHu2ubFAPPNR24X0odG1+gwCgYIKoZIzj0EAwIDSAAw
RQIgPHyoK6v5GEa4+QeBQ9z5bQqkrrrSQzUg8XfFlqTrLhMCIQCqRuu7f6+jl2Bo
NNL84LrGhACXOocwmeqvb83pI2xMEA==
-----END CERTIFICATE-----
`;
