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
package io.github.flinkdynamodb.streams.client.aws;

import java.net.URI;

/** Makes a call with the credentials of a role, in a JVM of its own that has its own settings. */
final class TlsProbe {

    private TlsProbe() {}

    /** Prints the status of the stream, or why it isn't known. The argument is the endpoint. */
    public static void main(String[] args) throws Exception {
        URI endpoint = URI.create(args[0]);
        try (AwsStreamsClient client =
                ClientFixture.client(
                        ClientFixture.settings(
                                endpoint,
                                ClientFixture.credentials(
                                        "ASSUME_ROLE",
                                        "role.arn",
                                        "arn:aws:iam::123456789012:role/reader",
                                        "role.stsEndpoint",
                                        endpoint.toString(),
                                        "role.provider",
                                        "BASIC",
                                        "role.provider.basic.accesskeyid",
                                        "AKIDBASE",
                                        "role.provider.basic.secretkey",
                                        "secret"),
                                4))) {
            System.out.println(
                    "the stream is "
                            + ClientFixture.result(
                                            client.describeStream(ClientFixture.STREAM, null))
                                    .status());
        }
    }
}
