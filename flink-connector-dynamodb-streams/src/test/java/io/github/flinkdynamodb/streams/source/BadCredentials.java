/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.streams.source;

import static io.github.flinkdynamodb.streams.source.BadInput.options;

import java.util.ArrayList;
import java.util.List;

/** Missing, wrong and contradicting settings of every provider of credentials. */
final class BadCredentials {

    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";
    private static final String TOP = "aws.credentials.";
    private static final String PROVIDER = TOP + "provider";
    private static final String KEY_ID = TOP + "basic.accesskeyid";
    private static final String SECRET = TOP + "basic.secretkey";
    private static final String TOKEN = TOP + "basic.sessiontoken";
    private static final String PROFILE = TOP + "profile.name";
    private static final String PROFILE_PATH = TOP + "profile.path";
    private static final String ROLE_ARN = TOP + "role.arn";
    private static final String SESSION = TOP + "role.sessionName";
    private static final String EXTERNAL_ID = TOP + "role.externalId";
    private static final String STS = TOP + "role.stsEndpoint";
    private static final String NESTED = TOP + "role.provider";
    private static final String TOKEN_FILE = TOP + "webIdentityToken.file";
    private static final String CLASS = TOP + "custom.class";

    private BadCredentials() {}

    static List<BadInput> all() {
        List<BadInput> rows = new ArrayList<>();
        providers(rows);
        basic(rows);
        profiles(rows);
        roles(rows);
        basesOfRoles(rows);
        webIdentities(rows);
        customClasses(rows);
        return rows;
    }

    private static Row row(String name, String... keysAndValues) {
        return new Row(options(name, keysAndValues).ofStream());
    }

    /** Shortens the rows. */
    private static final class Row {
        private final BadInput.Options options;

        Row(BadInput.Options options) {
            this.options = options;
        }

        BadInput missing(String key, String providerKey, String kind) {
            return options.mustSay(
                    "Missing option '" + key + "'",
                    "'" + providerKey + "' = '" + kind + "' needs it");
        }

        BadInput empty(String key) {
            return options.mustSay(
                    "Empty value for '" + key + "'", "set a value, or remove the option");
        }

        BadInput unused(String key, String kind, String remedy) {
            return options.mustSay(
                    "'" + key + "'",
                    "not used by '" + PROVIDER + "' = '" + kind + "': remove ",
                    "or choose a provider that uses ",
                    remedy);
        }

        BadInput mustSay(String... words) {
            return options.mustSay(words);
        }
    }

    private static void providers(List<BadInput> rows) {
        String[] names = {"MAGIC", "", "BASIC ", "DEFAULT", "INSTANCE_PROFILE"};
        for (String name : names) {
            rows.add(
                    row("provider '" + name + "'", PROVIDER, name)
                            .mustSay(
                                    "Invalid value '" + name + "' for '" + PROVIDER + "'",
                                    "expected one of [ASSUME_ROLE, AUTO, BASIC, CUSTOM, ENV_VAR,"
                                            + " PROFILE, SYS_PROP, WEB_IDENTITY_TOKEN]"));
        }
    }

    private static void basic(List<BadInput> rows) {
        rows.add(row("BASIC without a key", PROVIDER, "BASIC").missing(KEY_ID, PROVIDER, "BASIC"));
        rows.add(
                row("BASIC without an id", PROVIDER, "BASIC", SECRET, "hunter2")
                        .missing(KEY_ID, PROVIDER, "BASIC"));
        rows.add(
                row("BASIC without a secret", PROVIDER, "BASIC", KEY_ID, "AKID")
                        .missing(SECRET, PROVIDER, "BASIC"));
        rows.add(row("id alone", KEY_ID, "AKID").missing(SECRET, PROVIDER, "BASIC"));
        rows.add(row("secret alone", SECRET, "hunter2").missing(KEY_ID, PROVIDER, "BASIC"));
        rows.add(row("empty id", KEY_ID, "", SECRET, "hunter2").empty(KEY_ID));
        rows.add(row("blank secret", KEY_ID, "AKID", SECRET, " \n").empty(SECRET));
        rows.add(row("empty token", KEY_ID, "AKID", SECRET, "hunter2", TOKEN, "").empty(TOKEN));
        rows.add(row("token alone", TOKEN, "hunter2").unused(TOKEN, "AUTO", ": BASIC"));
        rows.add(
                row("key with AUTO", PROVIDER, "AUTO", KEY_ID, "AKID", SECRET, "hunter2")
                        .unused(KEY_ID, "AUTO", ": BASIC"));
        rows.add(
                row("key with ENV_VAR", PROVIDER, "ENV_VAR", SECRET, "hunter2")
                        .unused(SECRET, "ENV_VAR", ": BASIC"));
        rows.add(
                row("key with a profile", PROVIDER, "PROFILE", PROFILE, "p", KEY_ID, "AKID")
                        .unused(KEY_ID, "PROFILE", ""));
        rows.add(
                row("key with SYS_PROP", PROVIDER, "SYS_PROP", KEY_ID, "AKID")
                        .unused(KEY_ID, "SYS_PROP", ": BASIC"));
        rows.add(
                row("misspelt part of the key", TOP + "basic.accessKeyId", "AKID")
                        .mustSay(
                                "Unknown option 'aws.credentials.basic.accessKeyId'",
                                "Did you mean '" + KEY_ID + "'?"));
    }

    private static void profiles(List<BadInput> rows) {
        rows.add(row("empty profile", PROVIDER, "PROFILE", PROFILE, "").empty(PROFILE));
        rows.add(
                row("blank file of profiles", PROVIDER, "PROFILE", PROFILE_PATH, " ")
                        .empty(PROFILE_PATH));
        rows.add(
                row("profile without the provider", PROFILE, "reader")
                        .unused(PROFILE, "AUTO", ": PROFILE"));
        rows.add(
                row("profile with BASIC", KEY_ID, "AKID", SECRET, "hunter2", PROFILE, "reader")
                        .unused(PROFILE, "BASIC", ""));
    }

    private static void roles(List<BadInput> rows) {
        rows.add(
                row("role without an ARN", PROVIDER, "ASSUME_ROLE")
                        .missing(ROLE_ARN, PROVIDER, "ASSUME_ROLE"));
        rows.add(row("blank role", PROVIDER, "ASSUME_ROLE", ROLE_ARN, " ").empty(ROLE_ARN));
        String[] noRoles = {
            "reader", "arn:aws:iam::123456789012:user/reader", "arn:aws:iam::x:role/a", ROLE + " "
        };
        for (String noRole : noRoles) {
            rows.add(
                    row("role '" + noRole + "'", PROVIDER, "ASSUME_ROLE", ROLE_ARN, noRole)
                            .mustSay(
                                    "Invalid value '" + noRole + "' for '" + ROLE_ARN + "'",
                                    "expected arn:aws:iam::ACCOUNT:role/NAME"));
        }
        rows.add(
                row("role without the provider", ROLE_ARN, ROLE)
                        .unused(ROLE_ARN, "AUTO", ": ASSUME_ROLE or WEB_IDENTITY_TOKEN"));
        String[] noSessions = {"x", "two words", "a/b", "s".repeat(65)};
        for (String noSession : noSessions) {
            rows.add(
                    role("session '" + noSession + "'", SESSION, noSession)
                            .mustSay(
                                    "Invalid value '" + noSession + "' for '" + SESSION + "'",
                                    "2 to 64 letters, digits and characters of _+=,.@-"));
        }
        rows.add(role("empty external id", EXTERNAL_ID, "").empty(EXTERNAL_ID));
        rows.add(
                role("external id without the provider", PROVIDER, "AUTO", EXTERNAL_ID, "e")
                        .unused(EXTERNAL_ID, "AUTO", ": ASSUME_ROLE"));
        rows.add(stsEndpoint("sts.eu-west-1.amazonaws.com"));
        rows.add(stsEndpoint("https://sts.amazonaws.com/role"));
        rows.add(stsEndpoint("file:///etc/passwd"));
    }

    private static BadInput stsEndpoint(String url) {
        return role("endpoint of STS " + url, STS, url)
                .mustSay(
                        "Invalid value '"
                                + url
                                + "' for '"
                                + STS
                                + "': expected the URL of a service",
                        "http://HOST[:PORT] or https://HOST[:PORT]");
    }

    private static Row role(String name, String... keysAndValues) {
        List<String> all = new ArrayList<>(List.of(PROVIDER, "ASSUME_ROLE", ROLE_ARN, ROLE));
        all.addAll(List.of(keysAndValues));
        return row(name, all.toArray(new String[0]));
    }

    private static void basesOfRoles(List<BadInput> rows) {
        rows.add(
                role("unknown base of a role", NESTED, "MAGIC")
                        .mustSay(
                                "Invalid value 'MAGIC' for '" + NESTED + "'",
                                "expected one of [ASSUME_ROLE, AUTO"));
        rows.add(
                role("base of a role without a key", NESTED, "BASIC")
                        .missing(NESTED + ".basic.accesskeyid", NESTED, "BASIC"));
        rows.add(
                role("base of a role without a role", NESTED, "ASSUME_ROLE")
                        .missing(NESTED + ".role.arn", NESTED, "ASSUME_ROLE"));
        rows.add(
                role("profile of another base", NESTED, "ENV_VAR", NESTED + ".profile.name", "p")
                        .mustSay(
                                "'" + NESTED + ".profile.name'",
                                "not used by '" + NESTED + "' = 'ENV_VAR'",
                                "a provider that uses it: PROFILE"));
        rows.add(
                row("base without a role", NESTED, "BASIC")
                        .unused(NESTED, "AUTO", ": ASSUME_ROLE"));
        rows.add(
                role("misspelt setting of a base", NESTED + ".profil.name", "p")
                        .mustSay(
                                "Unknown option '" + NESTED + ".profil.name'",
                                "Did you mean '" + NESTED + ".profile.name'?"));
    }

    private static void webIdentities(List<BadInput> rows) {
        rows.add(
                row("role of a token", PROVIDER, "WEB_IDENTITY_TOKEN", ROLE_ARN, "reader")
                        .mustSay(
                                "Invalid value 'reader' for '" + ROLE_ARN + "'",
                                "arn:aws:iam::ACCOUNT:role/NAME"));
        rows.add(
                row("blank file of a token", PROVIDER, "WEB_IDENTITY_TOKEN", TOKEN_FILE, " ")
                        .empty(TOKEN_FILE));
        rows.add(
                row("token without the provider", TOKEN_FILE, "/var/token")
                        .unused(TOKEN_FILE, "AUTO", ": WEB_IDENTITY_TOKEN"));
        rows.add(
                role("token with a role", TOKEN_FILE, "/var/token")
                        .unused(TOKEN_FILE, "ASSUME_ROLE", ": WEB_IDENTITY_TOKEN"));
        rows.add(
                row(
                                "external id with a token",
                                PROVIDER,
                                "WEB_IDENTITY_TOKEN",
                                ROLE_ARN,
                                ROLE,
                                EXTERNAL_ID,
                                "e")
                        .unused(EXTERNAL_ID, "WEB_IDENTITY_TOKEN", ": ASSUME_ROLE"));
    }

    private static void customClasses(List<BadInput> rows) {
        rows.add(
                row("CUSTOM without a class", PROVIDER, "CUSTOM")
                        .missing(CLASS, PROVIDER, "CUSTOM"));
        rows.add(row("empty class", PROVIDER, "CUSTOM", CLASS, "").empty(CLASS));
        rows.add(
                row("class without the provider", CLASS, "com.example.Vault")
                        .unused(CLASS, "AUTO", ": CUSTOM"));
        rows.add(
                client(
                        "class that isn't there",
                        "com.example.Vault",
                        "expected a class in the job's jar, but it cannot be loaded"));
        rows.add(
                client(
                        "class that is no provider",
                        "java.lang.String",
                        "expected a class that implements"
                            + " software.amazon.awssdk.auth.credentials.AwsCredentialsProvider"));
        rows.add(
                client(
                        "interface as the provider",
                        "software.amazon.awssdk.auth.credentials.AwsCredentialsProvider",
                        "a class with a public static method create() or a public constructor"));
    }

    /** A class is looked for on the cluster, where the client is made. */
    private static BadInput client(String name, String className, String remedy) {
        return BadInput.of(
                name,
                IllegalArgumentException.class,
                () ->
                        options(name, PROVIDER, "CUSTOM", CLASS, className)
                                .ofStream()
                                .build()
                                .restoreEnumerator(null, null),
                "Invalid value '" + className + "' for '" + CLASS + "'",
                remedy);
    }
}
