"""Public keys whose private halves were thrown away, and what is no public key."""

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKbqywLPgh/Fm2pZTiBcqO8plpwT9uCdK4Pb5wrRvWv6"
ECDSA_256 = (
    "ecdsa-sha2-nistp256 "
    "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBJkv7Grs69pewAmW44+NMZ/QwUWgMnupFcwN"
    "S+oMQZe49ykeRgZ45q4PCL0wuzsDgVHGFWKC3bkZ7s3Y/L/xRXQ="
)
ECDSA_384 = (
    "ecdsa-sha2-nistp384 "
    "AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBBLvY6NmtVkYZvrBbjdNh5YsyNJZM8/XQ5Ir"
    "Zedmng8xzAKYnYj1t33dai3s5WorRSf3qqOziKCyxNrKTU6lCmVBHWi84o+gTywrcMckH1MAFx2ZRLHDd1P957ft"
    "fRwJGw=="
)
ECDSA_521 = (
    "ecdsa-sha2-nistp521 "
    "AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAGaJGVRJaFcvkDx9Xgcq/wZMKTuHq4NvHJd"
    "kisBU3HoEwHrVxvkKTfelrai7DJSBMDDCp4v9vpKB6jRRSNagvX2PwGwSbK+T2RLImkKMuoxUaF/lAWZ6zlKt3ov"
    "lTeWWSvdpWej5J7AqnFAP8nUXSIH0cbo6pUTEjlfMjAkK2VQ07Vq+Q=="
)
SK_ED25519 = (
    "sk-ssh-ed25519@openssh.com "
    "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIKbqywLPgh/Fm2pZTiBcqO8plpwT9uCdK4Pb5wrRvWv6"
    "AAAABHNzaDo="
)
SK_ECDSA = (
    "sk-ecdsa-sha2-nistp256@openssh.com "
    "AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBJkv7Grs69pewAmW"
    "44+NMZ/QwUWgMnupFcwNS+oMQZe49ykeRgZ45q4PCL0wuzsDgVHGFWKC3bkZ7s3Y/L/xRXQAAAAEc3NoOg=="
)
RSA_2048 = (
    "ssh-rsa "
    "AAAAB3NzaC1yc2EAAAADAQABAAABAQC4hp4UtNLB2yRRR1mpkrogCi+0Fo5/T4FKEg6TQxXvtMJu4EjfHgajT3k+"
    "lZiLNOm4+6HmSYVW1DcJEJhHmqrq/CerE2Z03e1n/wqvUSZtK+XhL5ggL2eEb+luiZZRe6uNhHX2Dekkst++5o9l"
    "hcaGdoqONifH5VRePvOvtSxRLF8ns50bDTNA8MZji9tevV9vJfUuW9PNKTX7skIneHDDJQrNVRsFkqhAtA9gS3lx"
    "yHMqparRsXZlDUpVXa9xnmQTq+9V0pHTUIVtDZOY6QU72i6hZsUaLTOQKLGpk6MHnyRloeTcmc92lmpBxrPje19A"
    "1A7S0D2Vv1L9bbJ7E0kJ"
)
RSA_1024 = (
    "ssh-rsa "
    "AAAAB3NzaC1yc2EAAAADAQABAAAAgQDESHGZIyJTLqJhMbB0jkTLwthgFs+/4Mpb2Dd88LE7NUdLeZkHbAliuy82"
    "X/eT3qx9PO5pbhkOV240czifcYhbGfyQDQjMIF7DGOGkJqN9yglncJ5Cj236A0jBvj7pbQ8NHZPfzo5uFVCr6FH3"
    "WwddaruKXcLUZ+FdgMe+JtDVpQ=="
)

CANARY = "Kanarienvogel"
"""Stands in all private keys below: it must be seen nowhere afterwards."""

PRIVATE = {
    "OpenSSH": "-----BEGIN OPENSSH PRIVATE KEY-----\nKanarienvogel\n-----END OPENSSH PRIVATE KEY-----",
    "PKCS 1": "-----BEGIN RSA PRIVATE KEY-----\nKanarienvogel\n-----END RSA PRIVATE KEY-----",
    "PKCS 8": "-----BEGIN PRIVATE KEY-----\nKanarienvogel\n-----END PRIVATE KEY-----",
    "PKCS 8, encrypted": "-----BEGIN ENCRYPTED PRIVATE KEY-----\nKanarienvogel",
    "SEC 1": "-----BEGIN EC PRIVATE KEY-----\nKanarienvogel",
    "SSH2": "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nKanarienvogel",
    "PuTTY": "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\nKanarienvogel",
    "OpenSSH on one line": "-----BEGIN OPENSSH PRIVATE KEY----- Kanarienvogel -----END",
    "only what is in the middle": "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUKanarienvogel",
    "behind a public key": f"{ED25519} erika@laptop\n-----BEGIN OPENSSH PRIVATE KEY-----\nKanarienvogel",
}
"""What it is → what was pasted."""
