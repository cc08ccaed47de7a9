// SPDX-License-Identifier: MIT
// In place of OpenSSL's function of this name, which links the texts of errors of all its parts: those of parts that
// nothing here uses, such as CMS and OCSP, stay away. An error without a text is shown by its number.
// NOLINTBEGIN(readability-identifier-naming): the library's names
extern "C" {

int ossl_err_load_ASN1_strings();
int ossl_err_load_BIO_strings();
int ossl_err_load_BN_strings();
int ossl_err_load_CRYPTO_strings();
int ossl_err_load_EC_strings();
int ossl_err_load_ERR_strings();
int ossl_err_load_EVP_strings();
int ossl_err_load_PEM_strings();
int ossl_err_load_PROV_strings();
int ossl_err_load_RSA_strings();
int ossl_err_load_X509_strings();
int ossl_err_load_X509V3_strings();

int ossl_err_load_crypto_strings() {
  const bool loaded =
      ossl_err_load_ERR_strings() != 0 && ossl_err_load_ASN1_strings() != 0 && ossl_err_load_BIO_strings() != 0 &&
      ossl_err_load_BN_strings() != 0 && ossl_err_load_CRYPTO_strings() != 0 && ossl_err_load_EC_strings() != 0 &&
      ossl_err_load_EVP_strings() != 0 && ossl_err_load_PEM_strings() != 0 && ossl_err_load_PROV_strings() != 0 &&
      ossl_err_load_RSA_strings() != 0 && ossl_err_load_X509_strings() != 0 && ossl_err_load_X509V3_strings() != 0;
  return loaded ? 1 : 0;
}

}  // extern "C"
// NOLINTEND(readability-identifier-naming)
