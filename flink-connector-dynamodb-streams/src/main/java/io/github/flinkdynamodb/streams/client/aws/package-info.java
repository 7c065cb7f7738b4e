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
/**
 * The {@code StreamsClient} on the AWS SDK for Java v2: HTTP client, credentials, retries,
 * classification of errors.
 *
 * <p>Thread: Thread-safe; answers arrive on threads of the SDK.
 *
 * <p>Use: Only the facade in {@code source} creates it. No other package but the bridge to the
 * SDK's {@code Record} names a type of the SDK.
 */
package io.github.flinkdynamodb.streams.client.aws;
