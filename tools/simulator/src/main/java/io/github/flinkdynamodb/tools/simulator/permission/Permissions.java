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
package io.github.flinkdynamodb.tools.simulator.permission;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the users of a simulator may do, by their access keys. A key without a policy may do
 * anything. Thread-safe.
 */
public final class Permissions {

    /** The access key, a day and the region. */
    private static final Pattern SCOPE =
            Pattern.compile("Credential=([^/,\\s]+)/[^/,\\s]+/([^/,\\s]+)/");

    private final Map<String, Policy> policies = new ConcurrentHashMap<>();

    /**
     * Sets what an access key may do, instead of what was set before.
     *
     * @param accessKeyId the key that requests are signed with
     * @param policy all that is allowed
     */
    public void set(String accessKeyId, Policy policy) {
        policies.put(accessKeyId, policy);
    }

    /** Lets all access keys do anything. */
    public void clear() {
        policies.clear();
    }

    /**
     * Returns who makes a call.
     *
     * @param signature the header that names the access key, of whatever form
     */
    public Caller caller(String signature) {
        if (policies.isEmpty()) {
            return Caller.UNRESTRICTED;
        }
        Matcher scope = SCOPE.matcher(signature);
        return scope.find()
                ? new Caller(scope.group(1), scope.group(2), policies.get(scope.group(1)))
                : Caller.UNRESTRICTED;
    }
}
