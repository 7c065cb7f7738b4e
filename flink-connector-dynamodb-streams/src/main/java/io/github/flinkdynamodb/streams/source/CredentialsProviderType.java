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

import org.apache.flink.annotation.PublicEvolving;

/**
 * Values of {@code aws.credentials.provider}: where the credentials come from. The words are those
 * of Flink's own AWS connectors.
 */
@PublicEvolving
public enum CredentialsProviderType {
    /** The default credentials provider chain of the AWS SDK. */
    AUTO,
    /** A fixed access key. */
    BASIC,
    /** A profile of the shared credentials and config files. */
    PROFILE,
    /** A role, assumed with the credentials of another provider. */
    ASSUME_ROLE,
    /** A role, assumed with a web identity token from a file. */
    WEB_IDENTITY_TOKEN,
    /** Environment variables. */
    ENV_VAR,
    /** Java system properties. */
    SYS_PROP,
    /** A class of the user's. */
    CUSTOM
}
