/// What libpq calls of GSSAPI and LDAP, for a program that is linked without them: each call fails,
/// and libpq goes on as where there is no ticket and no directory.
namespace {

constexpr unsigned gss_failure = 13U << 16U;
constexpr int ldap_local_error = -2;

}  // namespace

extern "C" {

void* GSS_C_NT_HOSTBASED_SERVICE = nullptr;
unsigned gss_acquire_cred() { return gss_failure; }
unsigned gss_delete_sec_context() { return gss_failure; }
unsigned gss_display_status() { return gss_failure; }
unsigned gss_import_name() { return gss_failure; }
unsigned gss_init_sec_context() { return gss_failure; }
unsigned gss_release_buffer() { return gss_failure; }
unsigned gss_release_cred() { return gss_failure; }
unsigned gss_release_name() { return gss_failure; }
unsigned gss_unwrap() { return gss_failure; }
unsigned gss_wrap() { return gss_failure; }
unsigned gss_wrap_size_limit() { return gss_failure; }

void* ldap_init() { return nullptr; }
const char* ldap_err2string() { return "this program is built without LDAP"; }
void* ldap_first_entry() { return nullptr; }
void* ldap_get_values_len() { return nullptr; }
int ldap_count_entries() { return 0; }
int ldap_msgfree() { return 0; }
int ldap_result() { return ldap_local_error; }
int ldap_search_st() { return ldap_local_error; }
int ldap_set_option() { return ldap_local_error; }
int ldap_simple_bind() { return ldap_local_error; }
int ldap_unbind() { return 0; }
void ldap_value_free_len() {}
}
