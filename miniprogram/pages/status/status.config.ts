export default definePageConfig({ navigationBarTitleText: '查办到哪了' })
