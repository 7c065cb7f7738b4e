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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.source.config.ExportTarget;

/** What to do about an export that has failed. */
final class ExportFailures {

    private ExportFailures() {}

    /**
     * Returns what to do.
     *
     * @param failure the service's words
     * @param target where the export should have been written to
     * @return a sentence without its full stop
     */
    static String advice(String failure, ExportTarget target) {
        if (failure.contains("NoSuchBucket")) {
            return String.format(
                    "Create the bucket, or set '%s' to one that exists", target.option());
        }
        if (failure.contains("KMS") || failure.contains("Kms")) {
            return String.format(
                    "Allow the identity of the job to use the key of '%s' (kms:Encrypt,"
                            + " kms:GenerateDataKey and kms:Decrypt), or set another one",
                    target.keyOption());
        }
        if (failure.contains("AccessDenied")) {
            return String.format(
                    "Allow the identity of the job s3:PutObject and s3:AbortMultipartUpload on the"
                            + " bucket; if it belongs to another account, set '%s-owner'",
                    target.option());
        }
        return "Remove the cause";
    }
}
