//! Keys of code hosts, package registries and what builds from them.

use super::super::checks::is_checked_token;
use super::{Rule, key, token};

pub const RULES: &[Rule] = &[
    // https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
    Rule {
        check: is_checked_token,
        ..token("GitHub token", &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], r"gh[pousr]_[A-Za-z0-9]{36,255}")
    },
    token("GitHub fine-grained token", &["github_pat_"], r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    // https://docs.gitlab.com/security/tokens/#token-prefixes
    token(
        "GitLab token",
        &[
            "glpat-", "gldt-", "glptt-", "glft-", "glimt-", "glagent-", "glrt-", "glcbt-", "gloas-", "glsoat-",
            "glffct-", "glwt-", "glrtr-",
        ],
        r"gl(?:pat|dt|ptt|ft|imt|agent|rt|cbt|oas|soat|ffct|wt|rtr)-[\w.-]{20,}",
    ),
    // https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/
    token("Bitbucket app password", &["atbb"], r"ATBB[\w=.-]{28,}"),
    // npm's documentation, "About access tokens"
    Rule { check: is_checked_token, ..token("npm token", &["npm_"], r"npm_[A-Za-z0-9]{36}") },
    // PyPI's help, "API tokens": a macaroon that begins with the name of its site.
    Rule {
        longest: 1024,
        ..token(
            "PyPI token",
            &["pypi-ageich", "pypi-agendg"],
            r"pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[\w-]{50,}",
        )
    },
    // Cargo's book, "Publishing"
    token("Cargo token", &["cio"], r"cio[A-Za-z0-9]{32}"),
    // RubyGems' guides, "API key scopes"
    token("RubyGems token", &["rubygems_"], r"rubygems_[0-9a-f]{48}"),
    // https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys
    key("NuGet API key", &["oy2"], r"oy2[a-z0-9]{43}"),
    // Docker's documentation, "Access tokens"
    token("Docker Hub token", &["dckr_pat_", "dckr_oat_"], r"dckr_[po]at_[\w-]{27,32}"),
    // https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens
    key("JFrog API key", &["akcp"], r"AKCp[A-Za-z0-9]{69}"),
    token("JFrog reference token", &["cmvmd"], r"cmVmd[A-Za-z0-9]{59}"),
    token("Clojars token", &["clojars_"], r"CLOJARS_[0-9a-f]{60}"),
    // https://learning.postman.com/docs/developer/postman-api/authentication/
    key("Postman API key", &["pmak-"], r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    // https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token
    token("Sourcegraph token", &["sgp_"], r"sgp_(?:[0-9a-f]{16}_|local_)?[0-9a-f]{40}"),
    token("CircleCI token", &["ccipat_", "ccpprj_"], r"CC(?:IPAT|PPRJ|IPRJ)_[A-Za-z0-9]{22}_[0-9a-f]{40}"),
    // https://buildkite.com/docs/apis/managing-api-tokens
    token("Buildkite token", &["bkua_"], r"bkua_[0-9a-f]{40}"),
    // https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/
    token("SonarQube token", &["squ_", "sqp_", "sqa_"], r"sq[pua]_[0-9a-f]{40}"),
];
